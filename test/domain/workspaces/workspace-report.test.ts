import { expect, test } from 'vitest';
import { keyOf } from '../../../src/domain/ids.ts';
import {
  agentOn,
  customerId,
  idOf,
  onlyWorkspaceOf,
  reportOf,
  ruleOf,
  sendingRule,
  workspaceId,
} from './given-fleet.ts';

const none = { oldWithoutWorkspace: 0, newWithoutRule: 0, newWithHiddenRule: 0 };

test('P4: a workspace has the machines of which an agent sends to it, by customer id and by rule', () => {
  const { workspaces, unattributed } = reportOf({
    agents: [agentOn('old', 'old'), agentOn('new', 'new'), agentOn('both', 'old'), agentOn('both', 'new')],
    associations: [ruleOf('new'), ruleOf('both'), ruleOf('old')],
    solutions: ['SecurityCenterFree', 'Security'],
  });
  expect(workspaces).toHaveLength(1);
  expect(workspaces[0]).toMatchObject({
    ...{ key: keyOf(workspaceId), id: workspaceId, customerId, name: 'Logs', region: 'westeurope' },
    solutions: ['Security', 'SecurityCenterFree'],
  });
  const told = new Map(workspaces[0]?.machines.map(({ id, hasOld, hasNew, sends }) => [id, [hasOld, hasNew, sends]]));
  expect(told).toEqual(
    new Map([
      [idOf('old'), [true, false, ['old']]],
      [idOf('new'), [false, true, ['new']]],
      [idOf('both'), [true, true, ['old', 'new']]],
    ]),
  );
  const keys = workspaces[0]?.machines.map(({ key }) => key) ?? [];
  expect(keys).toEqual([...keys].sort());
  expect(unattributed).toEqual(none);
});

test('P4: a workspace that Azure does not show is told by its customer id, with unknown solutions', () => {
  const stranger = '2e3d4c5b-0000-4000-8000-00000000000b';
  const { workspaces } = reportOf({ agents: [agentOn('old', 'old', { workspace: stranger })] });
  expect(workspaces.find(({ customerId: id }) => id === stranger)).toMatchObject({
    ...{ id: undefined, name: undefined, solutions: undefined },
    machines: [{ id: idOf('old'), sends: ['old'] }],
  });
});

test('P4: one that only a rule names is told by its id, with unknown solutions', () => {
  const workspace = onlyWorkspaceOf({ agents: [agentOn('new', 'new')], associations: [ruleOf('new')], isShown: false });
  expect(workspace).toMatchObject({
    ...{ id: workspaceId.toLowerCase(), name: 'logs', solutions: undefined, customerId: undefined },
    machines: [{ sends: ['new'] }],
  });
});

test('P4: agents that name no workspace, have no rule, or one that is not shown are counted and not guessed at', () => {
  const { workspaces, unattributed } = reportOf({
    agents: [agentOn('a', 'old', { workspace: undefined }), agentOn('b', 'new'), agentOn('c', 'new')],
    associations: [ruleOf('b', 'another'), ruleOf('c')],
    rules: [sendingRule],
  });
  expect(unattributed).toEqual({ ...none, oldWithoutWorkspace: 1, newWithHiddenRule: 1 });
  expect(workspaces[0]?.machines.map(({ id }) => id)).toEqual([idOf('c')]);
  expect(reportOf({ agents: [agentOn('d', 'new')] }).unattributed).toEqual({ ...none, newWithoutRule: 1 });
});
