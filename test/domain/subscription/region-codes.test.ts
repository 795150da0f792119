import { describe, expect, it } from 'vitest';
import { shortCodeOf } from '../../../src/domain/subscription/region-codes.ts';
import { isSupportedRegion } from '../../../src/domain/support/regions.ts';

/** The 37 regions of the policy's own table. */
const listed = `
  australiacentral CAU, australiaeast EAU, australiasoutheast SEAU, brazilsouth CQ, canadacentral CCA, canadaeast CCA,
  centralindia CIN, centralus CUS, eastasia EA, eastus2euap eus2p, eastus EUS, eastus2 EUS2, francecentral PAR,
  germanywestcentral DEWC, japaneast EJP, japanwest EJP, jioindiawest CIN, koreacentral SE, koreasouth SE,
  northcentralus NCUS, northeurope NEU, norwayeast NOE, southafricanorth JNB, southcentralus SCUS, southeastasia SEA,
  southindia CIN, swedencentral SEC, switzerlandnorth CHN, switzerlandwest CHW, uaenorth DXB, uksouth SUK, ukwest WUK,
  westcentralus WCUS, westeurope WEU, westindia CIN, westus WUS, westus2 WUS2`;

/** Every other region in which the agent is offered. */
const others = `
  australiacentral2 austral2, brazilsoutheast brazilst, centraluseuap centraap, chilecentral chilecal,
  francesouth franceth, germanynorth germanth, indonesiacentral indoneal, israelcentral israelal, italynorth italynth,
  jioindiacentral jioindal, malaysiasouth malaysth, malaysiawest malaysst, mexicocentral mexicoal,
  newzealandnorth newzeath, norwaywest norwayst, polandcentral polandal, qatarcentral qatarcal,
  southafricawest southast, spaincentral spaincal, swedensouth swedenth, taiwannorth taiwanth,
  taiwannorthwest taiwanst, uaecentral uaecenal, westus3 westus3,
  chinaeast chinaest, chinaeast2 chinaet2, chinaeast3 chinaet3, chinanorth chinanth, chinanorth2 chinanh2,
  chinanorth3 chinanh3, usgovarizona usgovana, usgovtexas usgovtas, usgovvirginia usgovvia, usdodeast usdodest,
  usdodcentral usdodcal`;

function rowsOf(table: string): readonly (readonly [region: string, code: string])[] {
  return table.split(',').map((row) => {
    const [region = '', code = ''] = row.trim().split(' ');
    return [region, code];
  });
}

const all = [...rowsOf(listed), ...rowsOf(others)];

describe('the short code of a region', () => {
  it.each(rowsOf(listed))('P5: %s is listed as %s', (region, code) => {
    expect(shortCodeOf(region)).toBe(code);
  });

  it.each(rowsOf(others))('P5: %s, which is not listed, is shortened to %s', (region, code) => {
    expect(shortCodeOf(region)).toBe(code);
  });

  it.each([
    ['eastus9', 'eastus9'],
    ['westeus1', 'westeus1'],
    ['westeuro1', 'westeuo1'],
    ['constructor', 'constror'],
  ])('P5: a region that we never heard of, %s, is %s', (region, code) => {
    expect(shortCodeOf(region)).toBe(code);
  });

  it('P5: the table has every region in which the agent is offered', () => {
    expect(all.length).toBe(72);
    expect(all.filter(([region]) => !isSupportedRegion('vm', 'linux', region))).toEqual([]);
  });

  it('P5: no code stands for regions of two countries, whatever the case', () => {
    const codes = [...new Set(all.map(([, code]) => code.toLowerCase()))];
    const shared = codes
      .map((code) => [code, ...all.filter(([, other]) => other.toLowerCase() === code).map(([region]) => region)])
      .filter((row) => row.length > 2);
    expect(shared).toEqual([
      ['cca', 'canadacentral', 'canadaeast'],
      ['cin', 'centralindia', 'jioindiawest', 'southindia', 'westindia'],
      ['ejp', 'japaneast', 'japanwest'],
      ['se', 'koreacentral', 'koreasouth'],
    ]);
  });
});
