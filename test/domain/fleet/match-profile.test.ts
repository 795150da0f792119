import { describe, expect, it } from 'vitest';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { type MatchedFacts, matchProfile } from '../../../src/domain/fleet/match-profile.ts';
import { factsOf, fleetOf, group, subscription } from './fleet-fixture.ts';

type Match = WrittenFleet['profiles'][number]['match'];

function isMatched(match: Match, facts: MatchedFacts): boolean {
  return matchProfile(fleetOf({ profiles: [{ name: 'one', match }] }), facts) !== undefined;
}

const arcId = `${group}/providers/Microsoft.HybridCompute/machines/edge1`;

describe('matchProfile', () => {
  it('takes the first profile that matches, in the order of the file', () => {
    const fleet = fleetOf({
      profiles: [
        { name: 'windows', match: { os: 'windows' } },
        { name: 'europe', match: { regions: ['West Europe'] } },
        { name: 'rest' },
      ],
    });
    expect(matchProfile(fleet, factsOf({ os: 'windows' }))?.name).toBe('windows');
    expect(matchProfile(fleet, factsOf())?.name).toBe('europe');
    expect(matchProfile(fleet, factsOf({ region: 'eastus' }))?.name).toBe('rest');
  });

  it('finds none for a machine that no profile matches', () => {
    expect(isMatched({ os: 'windows' }, factsOf())).toBe(false);
  });

  it.each<{ case: string; match: Match; facts: MatchedFacts; matched: boolean }>([
    { case: 'its kind', match: { kind: 'arc' }, facts: factsOf({ id: arcId }), matched: true },
    { case: 'another kind', match: { kind: 'arc' }, facts: factsOf(), matched: false },
    { case: 'an unknown system', match: { os: 'linux' }, facts: factsOf({ os: 'unknown' }), matched: false },
    {
      case: 'its group in another casing',
      match: {
        scopes: [
          group.toUpperCase().replace('SUBSCRIPTIONS', 'Subscriptions').replace('RESOURCEGROUPS', 'ResourceGroups'),
        ],
      },
      facts: factsOf(),
      matched: true,
    },
    {
      case: 'a group whose name only begins alike',
      match: { scopes: [group.slice(0, -1)] },
      facts: factsOf(),
      matched: false,
    },
    {
      case: 'any one of its scopes',
      match: { scopes: [`${group}-b`, `/subscriptions/${subscription}`] },
      facts: factsOf(),
      matched: true,
    },
    {
      case: 'the name of its resource group, in another casing',
      match: { resourceGroups: ['other', 'SHOP'] },
      facts: factsOf(),
      matched: true,
    },
    { case: 'a pattern of resource groups', match: { resourceGroups: ['s*P'] }, facts: factsOf(), matched: true },
    {
      case: 'a name that its resource group only begins with',
      match: { resourceGroups: ['sho'] },
      facts: factsOf(),
      matched: false,
    },
    {
      case: 'a management group that nobody has resolved',
      match: { managementGroups: ['/providers/Microsoft.Management/managementGroups/platform'] },
      facts: factsOf(),
      matched: false,
    },
    {
      case: 'a tag whose name differs in case',
      match: { tags: { Environment: 'test' } },
      facts: factsOf({ tags: { environment: 'test' } }),
      matched: true,
    },
    {
      case: 'a tag whose value differs in case',
      match: { tags: { environment: 'test' } },
      facts: factsOf({ tags: { environment: 'Test' } }),
      matched: false,
    },
    {
      case: 'one value of a list',
      match: { tags: { environment: ['dev', 'test'] } },
      facts: factsOf({ tags: { environment: 'test' } }),
      matched: true,
    },
    {
      case: 'only one of two tags',
      match: { tags: { a: '1', b: '2' } },
      facts: factsOf({ tags: { a: '1' } }),
      matched: false,
    },
    { case: 'one of two conditions', match: { os: 'linux', regions: ['eastus'] }, facts: factsOf(), matched: false },
  ])('$case: $matched', ({ match, facts, matched }) => {
    expect(isMatched(match, facts)).toBe(matched);
  });
});
