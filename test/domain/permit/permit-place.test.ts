import { describe, expect, it } from 'vitest';
import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';
import type { Guard, RefusalReason } from '../../../src/domain/permit/guard.ts';
import { findRefusal } from '../../../src/domain/permit/write-permit.ts';
import type { WantedStep } from '../../../src/domain/step/wanted-step.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import { controlOf, nowMs, step } from './permit-request.ts';

const target = subscriptionRef('11111111-2222-4333-8444-555555555555');
const group = `${target.resourceId}/resourceGroups/Built-In-Identity-RG`;
const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-westeurope`;
const wanted: WantedStep = {
  ...step,
  service: 'shared-identities',
  write: {
    kind: 'putShared',
    target,
    resource: {
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      resourceId: identity,
      body: { location: 'westeurope' },
    },
  },
};

function refusalOf({ freezes = [], excluded = [] }: { freezes?: readonly string[]; excluded?: readonly string[] }) {
  const exclude = { scopes: excluded.map((id) => ({ id, by: 'ann', why: 'audit' })) };
  const parsed = parseFleetFile(
    JSON.stringify({ scope: { subscriptions: [target.subscription], exclude }, profiles: [{ name: 'all' }] }),
  );
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.errors));
  const guard: Guard = {
    ...{ target, fleet: parsed.fleet, exclusion: null, mode: 'enforce', belongsTo: undefined, earliestMs: undefined },
    eligibility: { state: 'new', at: new Date(nowMs).toISOString(), by: 'test' },
    arms: [controlOf('*')],
    freezes: freezes.map(controlOf),
    nowMs,
  };
  return findRefusal({ guard, steps: {}, step: wanted });
}

describe('what the look of a subscription makes in one of its groups', () => {
  it.each<[string, Parameters<typeof refusalOf>[0], RefusalReason | undefined]>([
    ['goes on where nothing is said of it', {}, undefined],
    ['is refused where the group is frozen', { freezes: [group.toUpperCase()] }, 'Frozen'],
    ['is refused where it is frozen itself', { freezes: [identity] }, 'Frozen'],
    ['is refused where the subscription is frozen', { freezes: [target.resourceId] }, 'Frozen'],
    ['goes on where another group is frozen', { freezes: [`${group}-2`] }, undefined],
    ['is refused where the file excludes the group', { excluded: [group] }, 'PlaceExcluded'],
    ['is refused as out of scope where the file excludes all of it', { excluded: [target.resourceId] }, 'OutOfScope'],
    ['goes on where the file excludes another group', { excluded: [`${group}-2`] }, undefined],
  ])('%s', (_, said, reason) => {
    expect(refusalOf(said)).toBe(reason);
  });
});
