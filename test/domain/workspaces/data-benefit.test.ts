import { expect, test } from 'vitest';
import { dataBenefitOf } from '../../../src/domain/workspaces/data-benefit.ts';
import { agentOn, type Given, onlyWorkspaceOf } from './given-fleet.ts';

const agents = [agentOn('old', 'old')];

test.each<[string, Given, 'yes' | 'no' | 'unknown', RegExp]>([
  ['has Security, and its machines Plan 2', { agents, solutions: ['security'], plan: 'P2' }, 'yes', /1 of its 1/],
  [
    'has Security, and its machines the full plan of old',
    { agents, solutions: ['Security'], plan: 'standard' },
    'yes',
    /Plan 2/,
  ],
  ['lacks Security', { agents, solutions: ['SecurityCenterFree'], plan: 'P2' }, 'no', /lacks the solution Security/],
  ['has machines of Plan 1 only', { agents, solutions: ['Security'], plan: 'P1' }, 'no', /none of its machines/],
  ['has no machines', { agents: [], solutions: ['Security'], plan: 'P2' }, 'no', /no machine sends to it/],
  ['has machines of which the plan was not read', { agents, solutions: ['Security'] }, 'unknown', /was not read/],
  ['is not shown', { agents, isShown: false, plan: 'P2' }, 'unknown', /does not show the workspace/],
])('P6: a workspace that %s: eligible for the free 500 MB or not, and why', (_, given, eligible, why) => {
  const benefit = dataBenefitOf(onlyWorkspaceOf(given));
  expect(benefit.eligible).toBe(eligible);
  expect(benefit.why).toMatch(why);
});
