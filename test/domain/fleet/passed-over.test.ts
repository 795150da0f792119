import { expect, test } from 'vitest';
import { matchProfile } from '../../../src/domain/fleet/match-profile.ts';
import { passedOver } from '../../../src/domain/fleet/passed-over.ts';
import { fleetWithin } from '../../../src/domain/fleet/resolve-groups.ts';
import { factsOf, fleetOf, group, subscription } from './fleet-fixture.ts';

const platform = '/providers/Microsoft.Management/managementGroups/platform';
const place = { subscription, managementGroups: ['labs', 'root'] };

test('each profile above the chosen one says its first condition that fails, and what was found', () => {
  const fleet = fleetWithin(
    fleetOf({
      profiles: [
        { name: 'elsewhere', match: { scopes: [`${group}-b`], os: 'windows' } },
        { name: 'platform', match: { managementGroups: [platform] } },
        { name: 'web', match: { resourceGroups: ['web-*', 'api'] } },
        { name: 'windows', match: { os: 'windows' } },
        { name: 'arc', match: { kind: 'arc' } },
        { name: 'america', match: { regions: ['eastus'] } },
        { name: 'dev', match: { tags: { Environment: 'dev' } } },
        { name: 'team', match: { tags: { environment: 'prod', team: 'a' } } },
        { name: 'rest' },
      ],
    }),
    place,
  );
  const facts = factsOf({ tags: { environment: 'prod' } });
  expect(matchProfile(fleet, facts)?.name).toBe('rest');
  expect(passedOver(fleet, facts, place)).toEqual([
    { profile: 'elsewhere', condition: 'scopes', found: facts.machine.resourceId },
    { profile: 'platform', condition: 'managementGroups', found: 'labs, root' },
    { profile: 'web', condition: 'resourceGroups', found: 'shop' },
    { profile: 'windows', condition: 'os', found: 'linux' },
    { profile: 'arc', condition: 'kind', found: 'vm' },
    { profile: 'america', condition: 'regions', found: 'westeurope' },
    { profile: 'dev', condition: 'tags.Environment', found: "'prod'" },
    { profile: 'team', condition: 'tags.team', found: 'no such tag' },
  ]);
});

test('where none matches all are told, at most twenty, and what is found there is short and holds no secret', () => {
  const profiles = Array.from({ length: 30 }, (_, index) => ({ name: `p${index}`, match: { tags: { key: 'x' } } }));
  const told = passedOver(
    fleetOf({ profiles }),
    factsOf({ tags: { key: `password=hunter2 ${'a '.repeat(500)}` } }),
    place,
  );
  expect(told).toHaveLength(20);
  expect(told[0]?.found.length).toBeLessThanOrEqual(120);
  expect(JSON.stringify(told)).not.toContain('hunter2');
});
