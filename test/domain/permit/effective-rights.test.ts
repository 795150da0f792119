import { expect, it } from 'vitest';
import { allowsAction } from '../../../src/domain/permit/effective-rights.ts';

const write = 'Microsoft.Compute/virtualMachines/extensions/write';
const assign = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action';

it.each([
  ['M7: named', ['microsoft.compute/virtualmachines/EXTENSIONS/write'], [], write, true],
  ['M7: below a star', ['Microsoft.Compute/virtualMachines/*'], [], write, true],
  ['M7: everything', ['*'], [], write, true],
  ['M7: taken away again', ['*'], ['Microsoft.Compute/*/write'], write, false],
  ['M7: only reads', ['*/read'], [], write, false],
  ['M7: a name that begins alike', [`${write}r`, 'Microsoft.Compute/virtualMachines/extensions'], [], write, false],
  [
    'M7: the star of Managed Identity Operator',
    ['Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action'],
    [],
    assign,
    true,
  ],
  ['M7: a dot is a dot', ['MicrosoftxCompute/*'], [], write, false],
  ['M7: nothing', [], [], write, false],
])('%s', (_, actions, notActions, action, expected) => {
  expect(allowsAction([{ actions, notActions }], action)).toBe(expected);
});

it('M7: what one role takes away another may give', () => {
  const contributor = { actions: ['*'], notActions: ['Microsoft.Authorization/*/write'] };
  const lock = 'Microsoft.Authorization/locks/write';
  expect(allowsAction([contributor], lock)).toBe(false);
  expect(allowsAction([contributor, { actions: [lock], notActions: [] }], lock)).toBe(true);
});
