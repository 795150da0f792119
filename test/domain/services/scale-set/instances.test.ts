import { describe, expect, it } from 'vitest';
import type { InstanceFacts, MachineFacts, ScaleSetFacts } from '../../../../src/domain/machine/machine-facts.ts';
import type { ModelBaseline } from '../../../../src/domain/machine/machine-record.ts';
import { instancesService } from '../../../../src/domain/services/scale-set/instances.ts';
import { instance, scaleSetFacts, scaleSetMachine } from '../facts.ts';
import { failedTry, type InputChanges, inputOf, minutesAgo, stepRecord, wantedOf, writeOf } from '../service-input.ts';

const of = (whole: string) => ({ whole, withoutLegacy: whole });
const baseline: ModelBaseline = { fingerprint: of('model-1'), at: minutesAgo(60), without: [] };
const upgrading = { upgradeInstances: true };
const stepId = 'upgradeScaleSetInstances';

function setOf(instances: readonly InstanceFacts[], changes: Partial<ScaleSetFacts> = {}): MachineFacts {
  return scaleSetMachine({}, scaleSetFacts(0, { instances, ...changes }));
}

function find(
  instances: readonly InstanceFacts[],
  more: InputChanges & { readonly set?: Partial<ScaleSetFacts> } = {},
) {
  const { set, ...changes } = more;
  return instancesService.find(inputOf({ facts: setOf(instances, set), baseline, ...changes }));
}

const behind = { hasModel: false, extensions: [] };
const said = (statusCode: string, message?: string): Partial<InstanceFacts> => ({
  extensions: [{ name: 'AzureMonitorLinuxAgent', installedVersion: undefined, statusCode, message }],
});
const many = (count: number, changes: Partial<InstanceFacts> = behind) =>
  Array.from({ length: count }, (_, index) => instance(index, changes));

describe('the instances of a Uniform scale set', () => {
  it.each<[string, Partial<InstanceFacts>, string]>([
    ['has the model and reports the agent', {}, '1 of 1'],
    ['is off, and has the model', { reports: false, extensions: [] }, '1 of 1'],
    ['is protected and current', { isProtected: true }, '1 of 1'],
    ['is protected and lacks the model', { ...behind, isProtected: true }, '0 of 1'],
  ])('are satisfied where one %s', (_, changes, count) => {
    const found = find([instance(0, changes)]);
    expect(found).toMatchObject({ kind: 'satisfied', detail: expect.stringContaining(`${count} instances current`) });
  });

  it.each<[string, Partial<InstanceFacts>]>([
    ['has not reported the agent yet', { extensions: [] }],
    ['is still being updated', { provisioningState: 'Updating' }],
    ['is still being made', { provisioningState: 'Creating', reports: false, extensions: [] }],
    ['reports that the agent is on its way', said('ProvisioningState/transitioning')],
  ])('are waited for where one %s', (_, changes) => {
    expect(find([instance(0, changes)])).toMatchObject({
      kind: 'provisioning',
      detail: expect.stringMatching(/^0 of 1 /),
    });
  });

  it('are not judged before they are read', () => {
    expect(find([], { set: { instances: undefined } })).toEqual({ kind: 'not-read', needs: 'instances' });
  });

  it('of a set that has none are satisfied', () => {
    expect(find([])).toMatchObject({ kind: 'satisfied', detail: '0 of 0 instances current, 0 protected from actions' });
  });

  it('are told with those that failed, and what the first says', () => {
    const failed = said('ProvisioningState/failed/9', 'exit 9');
    const found = find([instance(0), instance(7, failed), instance(8, failed)], {
      set: { upgradePolicy: 'automatic' },
    });
    expect(found).toEqual({
      kind: 'blocked',
      code: 'ExtensionFailed',
      detail: '1 of 3 instances current, 0 protected from actions; failed on 7, 8: exit 9',
    });
  });
});

describe('where Azure brings the model to the instances', () => {
  it.each(['automatic', 'rolling', 'unknown'] as const)(
    '%s: they are followed, and never upgraded by us',
    (upgradePolicy) => {
      const late = find(many(3), { set: { upgradePolicy }, spec: upgrading });
      expect(late).toMatchObject({ kind: 'waiting', reason: 'InstancesUpdating' });
      const history = { steps: { installExtension: stepRecord({ lastAt: minutesAgo(5) }) } };
      const soon = find(many(3), { set: { upgradePolicy }, spec: upgrading, history });
      expect(soon).toMatchObject({
        kind: 'provisioning',
        detail: '0 of 3 instances current, 0 protected from actions',
      });
    },
  );
});

describe('in a Manual set', () => {
  it('nothing is upgraded where the profile does not opt in', () => {
    const detail = expect.stringContaining('its profile lets the app upgrade no instances');
    expect(find(many(3))).toMatchObject({ kind: 'blocked', code: 'PendingModelChange', detail });
  });

  it.each([
    [1, 1],
    [4, 1],
    [5, 1],
    [9, 1],
    [10, 2],
    [50, 10],
    [999, 199],
  ])('of %i instances %i are upgraded at a time', (count, batch) => {
    const write = writeOf(find(many(count), { spec: upgrading }));
    expect(write).toMatchObject({ kind: 'upgradeInstances' });
    expect(Object(write).body.instanceIds).toHaveLength(batch);
  });

  it('the batch is of those that lack the model and are not protected, after all that is ours is in it', () => {
    const instances = [
      instance(0),
      instance(1, { ...behind, isProtected: true }),
      instance(4, behind),
      instance(5, behind),
    ];
    const [step] = wantedOf(find(instances, { spec: upgrading }));
    expect(step?.write).toMatchObject({ body: { instanceIds: ['4'] } });
    expect(step).toMatchObject({ needs: ['identity', 'agentInModel'], exclusive: true, creates: false });
  });

  it.each<[string, InputChanges['baseline'], Partial<ScaleSetFacts>]>([
    ['no look has seen all of them current', undefined, {}],
    ['others have changed the model since', baseline, { fingerprint: of('model-2') }],
    ['one was protected when an older change passed it by', { ...baseline, without: ['1'] }, {}],
  ])('nothing is upgraded where %s', (_, known, set) => {
    const found = find(many(3), { spec: upgrading, baseline: known, set });
    expect(found).toMatchObject({ kind: 'blocked', code: 'PendingModelChange' });
    expect(wantedOf(found)).toEqual([]);
  });

  it.each<[string, boolean, 'remove' | 'report', ScaleSetFacts['fingerprint']]>([
    ['it is gone, as the profile wants', true, 'remove', of('rest')],
    ['it is gone, and the profile wants nothing of that', false, 'report', of('rest')],
    ['it is there still', true, 'remove', { whole: 'rest and old agent', withoutLegacy: 'rest' }],
    ['it is another one now', false, 'remove', { whole: 'rest and newer agent', withoutLegacy: 'rest' }],
    ['it is gone, and something else has changed', false, 'remove', of('else')],
  ])('of a model that had the Log Analytics agent: %s', (_, goesOn, legacyAgent, fingerprint) => {
    const known = { ...baseline, fingerprint: { whole: 'rest and old agent', withoutLegacy: 'rest' } };
    const spec = { ...upgrading, legacyAgent };
    const found = find(many(3), { spec, baseline: known, set: { fingerprint } });
    expect(found).toMatchObject(goesOn ? { kind: 'wanted' } : { code: 'PendingModelChange' });
  });

  it('the next batch waits for every instance of the last one', () => {
    const last = instance(0, { provisioningState: 'Succeeded', extensions: [] });
    expect(find([last, ...many(5).slice(1)], { spec: upgrading })).toMatchObject({ kind: 'provisioning' });
  });

  it('the next batch follows the last one once its operation has ended and every instance of it reports', () => {
    const touches = { part: 'instances', ids: ['0'] } as const;
    const steps = { [stepId]: stepRecord({ service: 'scale-set', touches, operationUrl: 'https://o' }, 'accepted') };
    const asked = (state: 'running' | 'succeeded', first: Partial<InstanceFacts>) =>
      find([instance(0, first), ...many(5).slice(1)], {
        ...{ spec: upgrading, lastDetail: '0 of 5 instances current' },
        history: { steps, operations: { [stepId]: { state } } },
      });
    expect(wantedOf(asked('succeeded', {}))).toMatchObject([{ write: { body: { instanceIds: ['1'] } } }]);
    // A read that may be from before its end is made again.
    expect(asked('succeeded', behind)).toMatchObject({ kind: 'provisioning', what: stepId });
    expect(asked('running', {})).toMatchObject({ kind: 'provisioning', detail: '0 of 5 instances current' });
  });

  it('while Azure works on a batch nobody reads the instances', () => {
    const touches = { part: 'instances', ids: ['0'] } as const;
    const steps = { [stepId]: stepRecord({ service: 'scale-set', touches, operationUrl: 'https://o' }, 'accepted') };
    const found = find([], { set: { instances: undefined }, spec: upgrading, history: { steps } });
    expect(found).toMatchObject({ kind: 'provisioning', what: stepId });
  });

  it('a failed instance of a batch stops it', () => {
    const failed = instance(0, said('ProvisioningState/failed/1', 'no'));
    const found = find([failed, ...many(5).slice(1)], { spec: upgrading });
    expect(found).toMatchObject({ kind: 'blocked', code: 'ScaleSetUpgradeFailed' });
  });

  it('a batch that was refused or failed is not sent again, and a set that Azure works on is left alone', () => {
    const failure = failedTry('ScaleSetUpgradeFailed', 'An internal error');
    const ended = stepRecord({ service: 'scale-set', failure, touches: { part: 'instances', ids: ['0'] } }, 'failed');
    const found = find(many(5), { spec: upgrading, history: { steps: { [stepId]: ended } } });
    expect(found).toMatchObject({ kind: 'blocked', step: { treatment: 'hold' } });
    const busy = inputOf({ facts: { ...setOf(many(5)), provisioningState: 'Updating' }, baseline, spec: upgrading });
    expect(instancesService.find(busy)).toMatchObject({ kind: 'provisioning', what: 'scaleSet' });
  });
});
