import { expect, test } from 'vitest';
import type { ServersPlan } from '../../../src/domain/subscription/endpoint-protection.ts';
import { impactsOf } from '../../../src/domain/workspaces/workspace-impacts.ts';
import { agentOn, type Given, onlyWorkspaceOf, ruleOf } from './given-fleet.ts';

/** `[kind, machines, unknown]` of each impact. */
function impacts(given: Given): readonly unknown[] {
  return impactsOf(onlyWorkspaceOf(given)).map(({ kind, machines, unknown }) => [kind, machines, unknown]);
}

const both = [agentOn('both', 'old'), agentOn('both', 'new')];

test('P4: both agents on a machine: recommendations twice, data twice, the load of two', () => {
  expect(impacts({ agents: both, associations: [ruleOf('both')], plan: 'P2' })).toEqual([
    ['duplicateRecommendations', 1, 0],
    ['doubleIngestion', 1, 0],
    ['performance', 1, 0],
  ]);
});

test('P4: where the new agent sends elsewhere nothing is stored twice; where nobody knows, it is unknown', () => {
  expect(impacts({ agents: both, plan: 'P2' })).toEqual([
    ['duplicateRecommendations', 1, 0],
    ['performance', 1, 0],
  ]);
  expect(impacts({ agents: both, associations: [ruleOf('both', 'not shown')], plan: 'P2' })).toContainEqual([
    'doubleIngestion',
    0,
    1,
  ]);
});

test('P4: one agent alone has none of it', () => {
  const agents = [agentOn('old', 'old'), agentOn('new', 'new')];
  expect(impacts({ agents, associations: [ruleOf('new')], plan: 'free' })).toEqual([]);
});

test.each<[string, readonly string[], ServersPlan | undefined, readonly unknown[]]>([
  ['the plan is off', ['Security'], 'free', [['billedWithoutPlan', 1, 0]]],
  ['the plan was not read', ['Security'], undefined, [['billedWithoutPlan', 0, 1]]],
  ['Plan 1 is on', ['Security'], 'P1', []],
  ['Plan 2 is on', ['Security'], 'P2', []],
  ['the workspace lacks the solution', ['SecurityCenterFree'], 'free', []],
])('P14: the old agent alone is billed by the solution Security while %s', (_, solutions, plan, expected) => {
  const agents = [agentOn('old', 'old'), agentOn('new', 'new')];
  const given: Given = { agents, associations: [ruleOf('new')], solutions };
  expect(impacts(plan === undefined ? given : { ...given, plan })).toEqual(expected);
});

test('P14: of a workspace that is not shown nobody knows whether it bills', () => {
  const given: Given = { agents: [agentOn('old', 'old')], rules: [], isShown: false, plan: 'free' };
  expect(impacts(given)).toEqual([['billedWithoutPlan', 0, 1]]);
  expect(impacts({ ...given, plan: 'P2' })).toEqual([]);
});
