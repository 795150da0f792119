import { expect, it } from 'vitest';
import type { Finding } from '../../../../src/domain/findings/finding.ts';
import type { ScaleSetFacts } from '../../../../src/domain/machine/machine-facts.ts';
import { serviceByActivity } from '../../../../src/domain/services/all-services.ts';
import { scaleSetFacts, scaleSetMachine } from '../facts.ts';
import { acceptanceOf, type InputChanges, inputOf, minutesAgo, writeOf } from '../service-input.ts';

const of = (whole: string) => ({ whole, withoutLegacy: whole });
const baseline = { fingerprint: of('model-1'), at: minutesAgo(60), without: [] };

/** What the services say of a set that has neither identity nor agent. */
function find(activity: string, set: Partial<ScaleSetFacts>, changes: InputChanges = {}, state = 'Succeeded'): Finding {
  const identity = { system: false, userAssigned: [] };
  const facts = scaleSetMachine({ identity, extensions: [], provisioningState: state }, scaleSetFacts(3, set));
  const service = serviceByActivity.get(activity);
  if (service === undefined) throw new Error(`no service runs ${activity}`);
  return service.find(inputOf({ facts, baseline, ...changes }));
}

const changing = ['attachIdentity', 'installExtension'] as const;

it.each(changing)('%s: a Manual set is written whatever its instances lack', (activity) => {
  expect(find(activity, { upgradePolicy: 'manual' }, { baseline: undefined }).kind).toBe('wanted');
});

it.each(changing)('%s: an Automatic set is written only while its instances lack nothing of others', (activity) => {
  for (const upgradePolicy of ['automatic', 'rolling', 'unknown'] as const) {
    expect(find(activity, { upgradePolicy }).kind).toBe('wanted');
    const waiting = { kind: 'waiting', reason: 'InstancesUpdating', keptBack: [expect.anything()] };
    expect(find(activity, { upgradePolicy, fingerprint: of('model-2') })).toMatchObject(waiting);
    expect(find(activity, { upgradePolicy }, { baseline: undefined })).toMatchObject(waiting);
  }
});

it.each(changing)('%s: a set that Azure works on is waited for', (activity) => {
  for (const state of ['Creating', 'Updating']) {
    expect(find(activity, {}, {}, state)).toMatchObject({ kind: 'provisioning', what: 'scaleSet' });
  }
});

it.each(changing)(
  '%s: maxSurge of a Rolling set is for a person to accept, for one set or in a profile',
  (activity) => {
    const found = find(activity, { upgradePolicy: 'rolling', surges: true });
    expect(found).toMatchObject({ kind: 'blocked', code: 'SurgeReplacesInstances' });
    const accepted = [acceptanceOf(found)];
    expect(find(activity, { upgradePolicy: 'rolling', surges: true }, { accepted }).kind).toBe('wanted');
    const inProfile = { spec: { acceptSurge: true } };
    expect(find(activity, { upgradePolicy: 'rolling', surges: true }, inProfile).kind).toBe('wanted');
    expect(find(activity, { upgradePolicy: 'automatic', surges: true }).kind).toBe('wanted');
  },
);

it('an association is no change of the model', () => {
  const found = find('associateDataCollectionRule', {
    upgradePolicy: 'rolling',
    surges: true,
    fingerprint: of('other'),
  });
  expect(writeOf(found)).toMatchObject({ kind: 'putAssociation' });
});

it('what is added to a model has no location and does not keep instances from coming up', () => {
  const write = writeOf(find('installExtension', {}));
  expect(write).toMatchObject({ kind: 'putExtension', body: { properties: { suppressFailures: true } } });
  expect(Object(write).body).not.toHaveProperty('location');
});
