import { expect, test } from 'vitest';
import { decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import { groupRefusals } from '../../../src/domain/refusals/group-refusals.ts';
import { failStep } from '../../../src/domain/step/fail-step.ts';
import { refusalsOf } from '../../../src/store/machine-shape.ts';
import { now, recordOf } from '../look/look-fixture.ts';
import { vmMachine } from '../services/facts.ts';
import { stepRecord } from '../services/service-input.ts';

const guid = (index: number): string => `5b5c0000-0000-4000-a000-00000000000${index}`;

interface Named {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly index: number;
}

/** What is told of the same refusal of three machines, each in its own group, as operators see it. */
function groupsOf(code: string, ...messages: readonly ((machine: Named) => string)[]) {
  const machines = messages.flatMap((message) =>
    ['web-1', 'db', 'app-prod-07'].map((name, index) => {
      const group = `rg-${name}`;
      const id = `/subscriptions/${guid(index)}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
      const raw = { status: 403, code, message: message({ id, name, group, index }), detailCodes: [] };
      const failure = decodeFailure({ source: 'http', ...raw, retryAfterSeconds: undefined, correlationId: undefined });
      const step = failStep(id, stepRecord(), failure, now);
      return { refusals: refusalsOf({ ...recordOf(vmMachine()), steps: { one: step } }) };
    }),
  );
  const since = new Date(now - 60_000).toISOString();
  return groupRefusals(machines, { since, most: 10 }).map(({ text, machines: count }) => ({ text, count }));
}

test('each missing permission is one group that names the permission', () => {
  const actions = [
    'Microsoft.Compute/virtualMachines/write',
    'Microsoft.Compute/virtualMachines/extensions/write',
    'Microsoft.Compute/virtualMachines/extensions/delete',
    'Microsoft.HybridCompute/machines/extensions/write',
    'Microsoft.Insights/dataCollectionRuleAssociations/write',
  ];
  const groups = groupsOf(
    'AuthorizationFailed',
    ...actions.map(
      (action) =>
        ({ id, index }: Named) =>
          `The client '${guid(9)}' with object id '${guid(9)}' does not have authorization to perform action '${action}' over scope '${id}' or the scope is invalid. If access was recently granted, please refresh your credentials (request ${guid(index)}).`,
    ),
  );
  expect(groups.map(({ count }) => count)).toEqual([3, 3, 3, 3, 3]);
  for (const action of actions) expect(groups.filter(({ text }) => text.includes(`'${action}'`))).toHaveLength(1);
});

test('a missing permission on what a write refers to is named', () => {
  const [group, ...more] = groupsOf(
    'LinkedAuthorizationFailed',
    ({ id }) =>
      `The client '${guid(9)}' has permission to perform action 'Microsoft.Compute/virtualMachines/write' on scope '${id}'; however, it does not have permission to perform action(s) 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked scope(s) '${id.replace(/Compute.*/, 'ManagedIdentity/userAssignedIdentities/i')}' or the linked scope(s) are invalid.`,
  );
  expect(more).toEqual([]);
  expect(group).toMatchObject({ count: 3, text: expect.stringContaining('userAssignedIdentities/assign/action') });
});

test.each<[string, (machine: Named) => string]>([
  ['a name without quotes', ({ name }) => `The machine ${name} is not connected.`],
  ['the name a machine calls itself by', ({ name }) => `Install failed on ${name}.contoso.local: no space left.`],
  ['a quoted name', ({ name, group }) => `Operation is not allowed on VM '${name}' in '${group}'.`],
  ['ids, times and numbers of requests', ({ id, index }) => `${id} at 2026-01-05T08:00:0${index}Z, ${guid(index)}.`],
])('%s makes no group of its own', (_, message) => {
  expect(groupsOf('Conflict', message)).toMatchObject([{ count: 3 }]);
});

test('two reasons stay two groups', () => {
  expect(
    groupsOf(
      'Conflict',
      ({ name }) => `VM '${name}' is marked for deletion.`,
      ({ name }) => `VM '${name}' cannot reach packages.microsoft.com.`,
      ({ name }) => `VM '${name}' cannot reach archive.ubuntu.com.`,
    ),
  ).toHaveLength(3);
});
