import { expect, it } from 'vitest';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';
import { providersOfMachines } from '../../../src/domain/subscription/providers-of-machines.ts';
import { subscription } from '../services/facts.ts';

type Profile = NonNullable<WrittenFleet['profiles']>[number];

const other = '66666666-7777-8888-9999-aaaaaaaaaaaa';
const rule = { id: `/subscriptions/${other}/resourceGroups/rg/providers/Microsoft.Insights/dataCollectionRules/dcr` };
const collects: Profile = { name: 'collects', mode: 'enforce', dataCollection: { rules: [rule] } };

function needed(profiles: readonly Profile[], workspace: 'none' | 'default' = 'none'): readonly string[] {
  const scope = { subscriptions: [subscription, other] };
  const parsed = parseFleetFile(JSON.stringify({ scope, profiles }));
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.errors));
  return providersOfMachines(parsed.fleet, { workspace }, subscription);
}

it.each<readonly [string, readonly Profile[]]>([
  ['collects', [collects]],
  [
    'collects in a group of the subscription',
    [{ ...collects, match: { scopes: [`/subscriptions/${subscription}/resourceGroups/app`] } }],
  ],
  ['collects on some of its machines', [{ ...collects, match: { os: 'windows' } }]],
  ['collects what others do not take', [{ name: 'some', match: { tags: { role: 'web' } } }, collects]],
  [
    'collects what is left of another subscription',
    [{ name: 'theirs', match: { scopes: [`/subscriptions/${other}`] } }, collects],
  ],
])('Microsoft.Insights is needed where a profile %s', (_, profiles) => {
  expect(needed(profiles)).toEqual(['Microsoft.Insights']);
});

it.each<readonly [string, readonly Profile[]]>([
  ['only observes', [{ ...collects, mode: 'observe' }]],
  ['is for another subscription', [{ ...collects, match: { scopes: [`/subscriptions/${other}`] } }]],
  [
    'comes after one that takes every machine of the subscription',
    [{ name: 'all', match: { scopes: [`/subscriptions/${subscription}`] } }, collects],
  ],
  ['takes the rules of a subscription that makes none', [{ ...collects, dataCollection: { ofSubscription: true } }]],
])('nothing is needed of a profile that %s', (_, profiles) => {
  expect(needed(profiles)).toEqual([]);
});

it('the rules that the subscription makes are a need as those of the profile', () => {
  expect(needed([{ ...collects, dataCollection: { ofSubscription: true } }], 'default')).toEqual([
    'Microsoft.Insights',
  ]);
});
