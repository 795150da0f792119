import { describe, expect, it, test } from 'vitest';
import { isSameReading, keepPolicies } from '../../../src/domain/coexistence/keep-policies.ts';
import {
  noneLeft,
  type PolicyAssignment,
  type PolicyExemption,
  type PolicyReading,
} from '../../../src/domain/coexistence/policy-reading.ts';
import {
  assignment,
  definitions,
  exemption,
  groupOf,
  groupScope,
  nowMs,
  scope,
  subscription,
} from './policy-fixture.ts';

const other = '99999999-2222-4333-8444-555555555555';

function keep(
  assignments: readonly PolicyAssignment[],
  exemptions: readonly PolicyExemption[] = [],
  managementGroups: readonly string[] | undefined = ['prod', 'platform'],
  atMs = nowMs,
): PolicyReading {
  return keepPolicies({ assignments, exemptions }, { subscription, managementGroups }, atMs);
}

it('keeps what is enforced of known definitions, with the parameters that are compared, in lower case', () => {
  const kept = keep([
    assignment({ parameters: { DcrResourceId: 'r', listOfLinuxImageIdToInclude: 'x', Effect: 'Disabled' } }),
    assignment({ definition: '00000000-0000-4000-8000-000000000000' }),
    assignment({ mode: 'DoNotEnforce' }),
  ]);
  expect(kept.assignments).toEqual([assignment({ parameters: { dcrresourceid: 'r', effect: 'Disabled' } })]);
  expect(kept).toMatchObject({ readAt: '2026-11-29T12:00:00.000Z', left: noneLeft });
});

it('keeps exemptions from these that have not ended', () => {
  const ended = exemption({ expiresOn: '2026-11-29T12:00:00.000Z' });
  const others = exemption({ assignmentId: '/x' });
  expect(keep([assignment()], [exemption(), ended, others]).exemptions).toEqual([exemption()]);
});

test.each<[string, string, boolean]>([
  ['the subscription itself, in other case', scope.toUpperCase(), true],
  ['a group in it', groupScope, true],
  ['another subscription', `/subscriptions/${other}`, false],
  ['one whose id begins the same', `${scope}0`, false],
  ['a group in another one', `/subscriptions/${other}/resourceGroups/shop`, false],
  ['a management group above it', groupOf('PROD'), true],
  ['another management group', groupOf('sandbox'), false],
])('of the places that an assignment leaves out, %s is kept: %s', (_, place, isKept) => {
  const [kept] = keep([assignment({ notScopes: [place] })]).assignments;
  expect(kept?.notScopes).toEqual(isKept ? [place] : []);
});

it('keeps every management group that is left out while those above are not known', () => {
  const notScopes = [groupOf('sandbox'), groupOf('prod')];
  const reading = keepPolicies(
    { assignments: [assignment({ notScopes })], exemptions: [] },
    { subscription, managementGroups: undefined },
    nowMs,
  );
  expect(reading.assignments[0]?.notScopes).toEqual(notScopes);
});

describe('what a row has no room for', () => {
  const manyPlaces = (count: number, at = scope) =>
    Array.from({ length: count }, (_, index) => `${at}/resourceGroups/g${index}`);
  const plan = assignment({ id: `${scope}/x/z`, definition: definitions.planP1P2, parameters: { subplan: 'P1' } });

  it('is not an assignment that leaves out hundreds of places elsewhere', () => {
    const wide = assignment({ at: groupOf('platform'), notScopes: manyPlaces(400, `/subscriptions/${other}`) });
    expect(keep([wide, plan])).toMatchObject({ assignments: [{ ...wide, notScopes: [] }, plan], left: noneLeft });
  });

  it('leaves its room to whatever comes after it', () => {
    const wide = assignment({ at: groupOf('platform'), notScopes: manyPlaces(400) });
    expect(keep([wide, plan])).toMatchObject({
      assignments: [plan],
      left: { assignments: 1, facets: ['association'], exemptions: 0 },
    });
  });

  it('is counted, with what it can stand against', () => {
    const many = Array.from({ length: 400 }, (_, index) => assignment({ id: `/a/${String(index).padStart(3, '0')}` }));
    const kept = keep([...many, assignment({ id: '/b', definition: definitions.endpointSet })]);
    expect(kept.assignments.length).toBeGreaterThan(20);
    expect(kept.assignments.length + kept.left.assignments).toBe(401);
    // Defender for Endpoint by policy stands beside, whoever reads it.
    expect(kept.left.facets).toEqual(['association']);
    expect(JSON.stringify(kept).length).toBeLessThan(13_000);
  });

  it('counts exemptions by themselves', () => {
    const many = Array.from({ length: 100 }, (_, index) => exemption({ scope: `${groupScope}/x/${index}` }));
    const kept = keep([assignment()], many);
    expect(kept.exemptions.length + kept.left.exemptions).toBe(100);
    expect(kept.left).toMatchObject({ assignments: 0, facets: [] });
  });
});

it('is the same whenever it was read, and whatever the order of its members', () => {
  const now = keep([assignment()]);
  expect(isSameReading(now, keep([assignment()], [], undefined, nowMs + 60_000))).toBe(true);
  const { id, ...rest } = assignment();
  expect(isSameReading(now, { ...now, assignments: [{ ...rest, id }] })).toBe(true);
  expect(isSameReading(now, keep([]))).toBe(false);
});
