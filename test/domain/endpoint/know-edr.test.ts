import { describe, expect, it } from 'vitest';
import { type EdrEvidence, knowEdr } from '../../../src/domain/endpoint/know-edr.ts';
import type { EdrAssessment, EdrReadings } from '../../../src/domain/machine/edr-assessment.ts';
import type { EdrKnowledge } from '../../../src/domain/machine/edr-knowledge.ts';
import { agent } from '../services/facts.ts';
import { endpointSpec, minutesAgo, now } from '../services/service-input.ts';

const hour = 60;
const installed: EdrAssessment = {
  key: '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c',
  title: 'EDR solution should be installed on Virtual Machines',
  code: 'Healthy',
};
const falcon = { ...agent(), publisher: 'Crowdstrike.Falcon', type: 'FalconSensorLinux' };
const mde = { ...agent(), publisher: 'Microsoft.Azure.AzureDefenderForServers', type: 'MDE.Linux' };
const word = { says: 'other', product: 'Sophos', incarnation: 'a', by: 'ann', at: minutesAgo(5), why: 'x' } as const;

function readings(assessments: readonly EdrAssessment[] = [], changes: Partial<EdrReadings> = {}): EdrReadings {
  return { readAt: minutesAgo(30), refused: undefined, assessments, ...changes };
}

function know(changes: Partial<EdrEvidence> = {}): EdrKnowledge {
  const facts = { extensions: [], tags: {} };
  const endpoint = endpointSpec({ otherEdrTag: 'edr' });
  return knowEdr({ facts, endpoint, word: undefined, readings: readings(), goneAt: undefined, nowMs: now, ...changes });
}

describe('D1: who tells of another product', () => {
  const tags = { edr: 'Cortex XDR' };
  const all = { facts: { extensions: [falcon], tags }, word, readings: readings([installed]) };

  it('is its extension first, by name and with the time of the look', () => {
    expect(know(all)).toEqual({
      kind: 'other',
      product: 'CrowdStrike Falcon (extension Crowdstrike.Falcon/FalconSensorLinux)',
      source: 'extension',
      at: minutesAgo(0),
    });
  });

  it('then the tag of its owners', () => {
    const found = know({ ...all, facts: { extensions: [], tags } });
    expect(found).toEqual({ kind: 'other', product: 'Cortex XDR (tag edr)', source: 'tag', at: minutesAgo(0) });
  });

  it('then a person, whose word is as old as it is, also where it says that there is none', () => {
    const facts = { extensions: [], tags: {} };
    const said = { kind: 'other', product: 'Sophos (said by ann)', source: 'person', at: minutesAgo(5) };
    expect(know({ ...all, facts })).toEqual(said);
    expect(know({ word: { ...word, product: undefined } })).toMatchObject({ product: 'another product (said by ann)' });
    const none = { ...word, says: 'none', product: undefined } as const;
    expect(know({ ...all, facts, word: none })).toEqual({ kind: 'none', source: 'person', at: minutesAgo(5) });
    expect(know({ ...all, word: none })).toMatchObject({ source: 'extension' });
  });

  it('last an assessment, which names no product and has the time of its reading', () => {
    expect(know({ readings: readings([installed]) })).toEqual({
      kind: 'other',
      product: `a product that Defender does not name (assessment "${installed.title}" is healthy)`,
      source: 'assessment',
      at: minutesAgo(30),
    });
  });
});

describe('D6: what an assessment tells', () => {
  const unhealthy = { ...installed, code: 'Unhealthy' };

  it('forbids however old it is, and says that there is none for a day only', () => {
    const old = { readAt: minutesAgo(27 * hour) };
    expect(know({ readings: readings([installed], old) })).toMatchObject({ kind: 'other', at: old.readAt });
    expect(know({ readings: readings([unhealthy], { readAt: minutesAgo(25 * hour) }) })).toMatchObject({
      kind: 'none',
    });
    expect(know({ readings: readings([unhealthy], old) })).toMatchObject({ kind: 'unknown' });
  });

  it('is the same on EC2 and GCP, whose recommendations have other keys', () => {
    for (const title of ['EDR solution should be installed on EC2s', 'EDR solution should be installed on GCP VMs']) {
      expect(know({ readings: readings([{ ...unhealthy, key: 'x', title }]) })).toMatchObject({ kind: 'none' });
    }
    const settings = {
      ...unhealthy,
      key: 'y',
      title: 'EDR configuration issues should be resolved on virtual machines',
    };
    expect(know({ readings: readings([settings]) })).toMatchObject({ kind: 'unknown' });
  });

  it('is nothing where there is none, where it does not apply, and where it could not be read', () => {
    const none = { kind: 'unknown', why: expect.stringContaining('on-premises') };
    expect(know()).toEqual(none);
    expect(know({ readings: readings([{ ...installed, code: 'NotApplicable' }]) })).toEqual(none);
    const refused = readings([installed], { refused: 'page 1 was refused' });
    expect(know({ readings: refused })).toEqual({ kind: 'unknown', why: 'page 1 was refused' });
    expect(know({ readings: readings([], { readAt: undefined }) })).toMatchObject({ kind: 'unknown', isComing: true });
  });

  it('is of Defender for Endpoint itself while that is there, and for a day after it went', () => {
    const facts = { extensions: [mde], tags: {} };
    expect(know({ facts, readings: readings([installed]) })).toMatchObject({ kind: 'unknown' });
    const goneAt = minutesAgo(26 * hour);
    expect(know({ goneAt, readings: readings([installed], { readAt: minutesAgo(1) }) })).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining(goneAt),
    });
    expect(know({ goneAt, readings: readings([installed], { readAt: minutesAgo(0) }) })).toMatchObject({
      kind: 'other',
    });
  });
});
