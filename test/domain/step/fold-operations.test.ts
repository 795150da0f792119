import { describe, expect, test } from 'vitest';
import { stepIdSchema } from '../../../src/domain/ids.ts';
import { sightOf } from '../../../src/domain/look/observe-record.ts';
import { operationsToRead } from '../../../src/domain/look/operations-to-read.ts';
import type { MachineFacts } from '../../../src/domain/machine/machine-facts.ts';
import { foldOperations } from '../../../src/domain/step/fold-operations.ts';
import type { OperationState } from '../../../src/domain/step/step-history.ts';
import type { OwnedResource, WriteRecord } from '../../../src/domain/step/step-record.ts';
import { lookId, minutesAgo, now, recordOf } from '../look/look-fixture.ts';
import { agent, linuxRule, vmMachine } from '../services/facts.ts';
import { stepRecord } from '../services/service-input.ts';

const install = 'installExtension:AzureMonitorLinuxAgent';
const associate = 'associateDataCollectionRule:0a1b2c3d';
const facts = vmMachine();

function folded(operation: OperationState | undefined, attempts = 1) {
  const step = stepRecord({ attempts, operationUrl: 'https://o' }, 'accepted');
  const record = recordOf(facts, { steps: { [install]: step } });
  return foldOperations(record, operation === undefined ? {} : { [install]: operation }, () => 'unread', now).steps[
    install
  ];
}

describe('what an operation has come to', () => {
  test('succeeded: it is over', () => {
    expect(folded({ state: 'succeeded' })).toMatchObject({ operationUrl: undefined, writes: [{ ended: 'succeeded' }] });
  });

  test.each([undefined, { state: 'running' }] as const)('%o: nothing is known', (operation) => {
    expect(folded(operation)).toMatchObject({ operationUrl: 'https://o', writes: [{ ended: 'accepted' }] });
  });

  test('lost: what is seen may be believed, and the next try is on the ladder', () => {
    expect(folded({ state: 'lost' }, 2)).toMatchObject({
      ...{ operationUrl: undefined, writes: [{ ended: 'accepted' }] },
      ...{ failure: { code: 'UnknownFailure', treatment: 'retry' } },
      ...{ attempts: 2, nextAttemptAt: new Date(now + 300_000).toISOString() },
    });
  });

  test.each([
    [1, 60],
    [2, 300],
    [3, 900],
    [9, 86_400],
  ])('failed for a passing reason at try %i: again in %i s', (attempts, seconds) => {
    const message = 'Non-zero exit code: 56';
    expect(folded({ state: 'failed', code: 'VMExtensionProvisioningError', message }, attempts)).toMatchObject({
      operationUrl: undefined,
      failure: { code: 'PackageManagerLocked' },
      writes: [{ ended: 'failed' }],
      nextAttemptAt: new Date(now + seconds * 1_000).toISOString(),
    });
  });

  test('failed, of a batch of instances: a person decides, whatever it failed with', () => {
    const touches = { part: 'instances', ids: ['0'] } as const;
    const step = stepRecord({ touches, service: 'scale-set', operationUrl: 'https://o' }, 'accepted');
    const record = recordOf(facts, { steps: { upgradeScaleSetInstances: step } });
    for (const code of ['InternalServerError', 'OperationPreempted', 'TooManyRequests']) {
      const operations = { upgradeScaleSetInstances: { state: 'failed', code, message: 'x' } } as const;
      expect(foldOperations(record, operations, () => 'unread', now).steps.upgradeScaleSetInstances).toMatchObject({
        failure: { code: 'ScaleSetUpgradeFailed', treatment: 'hold' },
        nextAttemptAt: undefined,
      });
    }
  });

  test('failed for a reason that a person removes: no next try', () => {
    const message = 'Non-zero exit code: 51';
    const step = folded({ state: 'failed', code: 'VMExtensionProvisioningError', message });
    expect(step).toMatchObject({ failure: { code: 'ExtensionUnsupportedOs' }, nextAttemptAt: undefined });
  });
});

describe('what is ours: what Azure says that our write created, once it was seen', () => {
  const extensionId = `${facts.machine.resourceId}/extensions/AzureMonitorLinuxAgent`;
  const associationId = `${facts.machine.resourceId}/providers/Microsoft.Insights/dataCollectionRuleAssociations/assoc-1`;

  function ownedAfter(
    owned: Pick<OwnedResource, 'state' | 'resourceId'>,
    ended: WriteRecord['ended'],
    seen: Partial<MachineFacts>,
  ): readonly string[] {
    const stepId = stepIdSchema.parse(owned.resourceId === extensionId ? install : associate);
    const record = recordOf(facts, {
      owned: [{ stepId, lookId, at: minutesAgo(10), ...owned }],
      steps: { [stepId]: stepRecord({}, ended) },
    });
    return foldOperations(record, {}, (one) => sightOf(one, vmMachine(seen)), now).owned.map(({ state }) => state);
  }

  const there: Partial<MachineFacts> = { extensions: [agent()] };
  const associated: Partial<MachineFacts> = {
    associations: [{ name: 'ASSOC-1', ruleId: linuxRule, endpointId: undefined }],
  };

  test.each([
    ['an intent whose write was answered, and is seen', 'intent', 'accepted', there, ['confirmed']],
    ['one that ended well, and is seen', 'intent', 'succeeded', there, ['confirmed']],
    ['one that is not seen yet', 'intent', 'accepted', {}, ['intent']],
    ['one without an answer, although it is seen', 'intent', 'sent', there, ['intent']],
    ['one whose write failed', 'intent', 'failed', there, []],
    ['ours that is there', 'confirmed', 'succeeded', there, ['confirmed']],
    ['ours that somebody deleted', 'confirmed', 'succeeded', {}, []],
  ] as const)('extension: %s', (_, state, ended, seen, expected) => {
    expect(ownedAfter({ state, resourceId: extensionId }, ended, seen)).toEqual(expected);
  });

  test.each([
    ['ours that is there, in whatever casing', associated, ['confirmed']],
    ['ours that is gone', { associations: [] }, []],
    ['ours while they were not read', { associations: undefined }, ['confirmed']],
  ] as const)('association: %s', (_, seen, expected) => {
    expect(ownedAfter({ state: 'confirmed', resourceId: associationId }, 'succeeded', seen)).toEqual(expected);
  });
});

describe('which operations are read', () => {
  const steps = { [install]: stepRecord({ operationUrl: 'https://o' }, 'accepted'), [associate]: stepRecord() };

  test('those that are open, once nothing on the machine works any more', () => {
    const read = (state: string) =>
      operationsToRead(recordOf(facts, { steps }), vmMachine({ extensions: [agent({ provisioningState: state })] }));
    expect(read('Succeeded')).toEqual([{ stepId: install, url: 'https://o' }]);
    expect(read('Failed')).toEqual([{ stepId: install, url: 'https://o' }]);
    for (const state of ['Creating', 'Updating', 'Deleting', 'Accepted', 'Transitioning'])
      expect(read(state)).toEqual([]);
  });
});
