import { describe, expect, it } from 'vitest';
import { endpointUpdatesService } from '../../../../src/domain/services/endpoint-updates/endpoint-updates.ts';
import { arcMachine, vmMachine } from '../facts.ts';
import { endpointSpec, failedTry, type InputChanges, inputOf, specOf, stepRecord, writeOf } from '../service-input.ts';

const off = { endpoint: endpointSpec({ autoUpdate: 'off' }) };
const find = (changes: InputChanges) => endpointUpdatesService.find(inputOf({ spec: off, ...changes }));

describe('E12: updates of Defender for Endpoint', () => {
  it('concern Linux alone, where the profile turns them off', () => {
    const concerns = endpointUpdatesService.concerns?.bind(endpointUpdatesService);
    expect(concerns?.(specOf(off))).toBe(true);
    expect(concerns?.(specOf({ ...off, os: 'windows' }))).toBe(false);
    expect(concerns?.(specOf({ endpoint: endpointSpec() }))).toBe(false);
    expect(concerns?.(specOf())).toBe(false);
  });

  it.each([
    ['a VM', vmMachine({ tags: { team: 'blue' } })],
    ['a VM that is off', vmMachine({}, { power: 'off' })],
    ['a machine with the tag of another value', vmMachine({ tags: { ExcludeMdeAutoUpdate: 'false' } })],
    ['an Arc machine', arcMachine()],
  ])('are turned off by a tag beside the others on %s', (_, facts) => {
    expect(writeOf(find({ facts }))).toEqual({
      kind: 'mergeTags',
      target: facts.machine,
      tags: { ExcludeMdeAutoUpdate: 'true' },
    });
  });

  it.each(['ExcludeMdeAutoUpdate', 'excludemdeautoupdate'])('are off where the tag %s is true', (name) => {
    expect(find({ facts: vmMachine({ tags: { [name]: 'True' } }) }).kind).toBe('satisfied');
  });

  it('wait for an Arc machine that is away, and show what they would write', () => {
    const facts = arcMachine({}, { status: 'Disconnected' });
    expect(find({ facts })).toMatchObject({ kind: 'waiting', reason: 'Disconnected', keptBack: [{}] });
  });

  it('are held by what Azure refused, and none of their business where the cloud has no Defender for Endpoint', () => {
    const step = stepRecord({ service: 'endpoint-updates', failure: failedTry('PolicyDenied') }, 'failed');
    expect(find({ history: { steps: { excludeFromEndpointUpdates: step } } })).toMatchObject({ code: 'PolicyDenied' });
    expect(find({ cloud: 'AzureChinaCloud' }).kind).toBe('not-applicable');
  });
});
