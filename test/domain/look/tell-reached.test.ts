import { describe, expect, it, test } from 'vitest';
import { decideLook } from '../../../src/domain/look/decide-look.ts';
import type { LookInput } from '../../../src/domain/look/look-input.ts';
import type { ExtensionFacts } from '../../../src/domain/machine/machine-facts.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { completeVm, fleetOf, lookOf } from './look-fixture.ts';

const byDefender = { autoUpdate: true, azureResourceId: 'x', forceReOnboarding: false, vNextEnabled: true };
const excluded = { exclusion: { by: 'ann', why: 'lab', until: undefined } };

function extension(publisher: string, type: string, settings: ExtensionFacts['settings'] = {}): ExtensionFacts {
  return {
    ...{ name: type, publisher, type, settings, provisioningState: 'Succeeded', message: undefined },
    ...{ requestedVersion: '1.0', installedVersion: undefined, autoUpgradeMinorVersion: true },
    ...{ enableAutomaticUpgrade: undefined, statusCode: undefined },
  };
}

function endpoint(settings: ExtensionFacts['settings'] = byDefender): ExtensionFacts {
  return extension('Microsoft.Azure.AzureDefenderForServers', 'MDE.Linux', settings);
}

function look(extensions: readonly ExtensionFacts[], record: Partial<MachineRecord>, fleet = fleetOf()): LookInput {
  const facts = completeVm();
  return lookOf({ facts: { ...facts, extensions: [...facts.extensions, ...extensions] }, record, fleet });
}

const alertsOf = (input: LookInput) =>
  decideLook(input).timeline.flatMap(({ what, code, text }) =>
    code === 'ReachedByPlatform' ? [`${what} ${text}`] : [],
  );

describe('Defender on a machine that is not meant to have it', () => {
  const falcon = extension('CrowdStrike.Falcon', 'FalconSensorLinux');
  test.each([
    ['excluded', look([endpoint()], excluded), 'excluded: ByOperator'],
    [
      'not wanted there',
      look([endpoint()], {}, fleetOf({}, { endpoint: { want: 'none' } })),
      'not wanted: profile all',
    ],
    ['only observed', look([endpoint()], {}, fleetOf({}, { mode: 'observe' })), 'observed only: profile all'],
    [
      'protected by another product',
      look([falcon, endpoint()], {}),
      'another EDR: CrowdStrike Falcon (extension CrowdStrike.Falcon/FalconSensorLinux)',
    ],
  ])('is told of one that is %s, and kept in its row', (_, input, why) => {
    expect(alertsOf(input)).toEqual([
      `alert ReachedByPlatform: Defender for Cloud installed MDE.Linux on this machine (${why}); it is left there`,
    ]);
    expect(decideLook(input).record.reachedByPlatform).toMatchObject({ extension: 'MDE.Linux', why });
  });

  it('is told once, and once more of the machine that is made anew under its name', () => {
    const { reachedByPlatform } = decideLook(look([endpoint()], excluded)).record;
    const told = { ...excluded, reachedByPlatform };
    expect(alertsOf(look([endpoint()], told))).toEqual([]);
    expect(decideLook(look([], told)).record.reachedByPlatform).toEqual(reachedByPlatform);
    expect(alertsOf(look([endpoint()], { ...told, incarnation: 'an-earlier-one' }))).toHaveLength(1);
  });

  it('is not told where the profile enforces, nor of what a policy, a person or we have installed', () => {
    expect(alertsOf(look([endpoint()], {}))).toEqual([]);
    expect(alertsOf(look([endpoint({ azureResourceId: 'x', installedBy: 'Policy' })], excluded))).toEqual([]);
    expect(alertsOf(look([endpoint({})], excluded))).toEqual([]);
    const { machine } = completeVm();
    const ours = {
      ...{ stepId: 'installExtension:mde', resourceId: `${machine.resourceId}/extensions/mde.linux` },
      ...{ state: 'confirmed', lookId: 'look-1', at: '2026-01-05T07:00:00.000Z' },
    };
    const owned = JSON.parse(JSON.stringify([ours])) as MachineRecord['owned'];
    expect(alertsOf(look([endpoint()], { ...excluded, owned }))).toEqual([]);
  });
});
