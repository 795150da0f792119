import { describe, expect, it } from 'vitest';
import { sharedIdentitiesService } from '../../../src/domain/subscription-services/shared-identities.ts';
import { stepRecord } from '../services/service-input.ts';
import { below, idsOf, inUse, madeBy, ownedOf, resources, root, rowOf, sharedInput, stepsOf } from './shared-input.ts';
import { failedStep } from './subscription-input.ts';

const { find } = sharedIdentitiesService;
const wish = { identity: { create: true } };
const group = 'resourceGroups/Built-In-Identity-RG';
const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-westeurope`;
const lock = (name: string, level = 'CanNotDelete') => ({ scope: `${root}/${identity}`, name, level });

describe('the identities of a subscription', () => {
  it('M10: are made in each region with virtual machines, with a lock each, in one group', () => {
    const parts = { resources: resources(inUse('westeurope linux', 'eastus windows', 'eastus linux')) };
    expect(idsOf(find(sharedInput(wish, { parts })))).toEqual([
      'createIdentityGroup:Built-In-Identity-RG',
      'createIdentity:eastus',
      'createIdentity:westeurope',
      'lockIdentity:eastus',
      'lockIdentity:westeurope',
    ]);
  });

  it('M10: are named, placed and locked as the built-in policy does it', () => {
    const finding = find(sharedInput(wish, { parts: { resources: resources(inUse('westeurope linux')) } }));
    expect(below(madeBy(finding, 'createIdentity:westeurope').resourceId)).toBe(identity);
    expect(madeBy(finding, 'createIdentity:westeurope').body).toEqual({ location: 'westeurope' });
    expect(madeBy(finding, 'createIdentityGroup:Built-In-Identity-RG').body).toEqual({ location: 'eastus' });
    expect(below(madeBy(finding, 'lockIdentity:westeurope').resourceId)).toBe(
      `${identity}/providers/Microsoft.Authorization/locks/CanNotDeleteLock-Built-In-Identity-westeurope`,
    );
    expect(madeBy(finding, 'lockIdentity:westeurope').body).toEqual({
      properties: { level: 'CanNotDelete', notes: expect.stringContaining('Azure Policy are relying on') },
    });
  });

  it('are made in the order in which they build on each other', () => {
    const finding = find(sharedInput(wish, { parts: { resources: resources(inUse('westeurope linux')) } }));
    const have = new Set<string>();
    for (const { needs, produces } of stepsOf(finding)) {
      expect([...have]).toEqual(expect.arrayContaining([...needs]));
      for (const need of produces) have.add(need);
    }
    expect(have).toContain(`resource:${root}/${identity}`.toLowerCase());
  });

  it('M10: take group, region, tags and no lock from the file', () => {
    const wanted = {
      identity: { create: true, lock: false, resourceGroup: 'ids', location: 'West Europe' },
      tags: { owner: 'ops' },
    };
    const finding = find(sharedInput(wanted, { parts: { resources: resources(inUse('westeurope linux')) } }));
    expect(idsOf(finding)).toEqual(['createIdentityGroup:ids', 'createIdentity:westeurope']);
    expect(madeBy(finding, 'createIdentityGroup:ids').body).toEqual({
      location: 'westeurope',
      tags: { owner: 'ops' },
    });
    const { resourceId, body } = madeBy(finding, 'createIdentity:westeurope');
    expect(resourceId).toContain('/resourceGroups/ids/providers/');
    expect(body).toEqual({ location: 'westeurope', tags: { owner: 'ops' } });
  });

  it('that are there, in any case and under a lock of any name, are taken as they are', () => {
    const there = resources(inUse('westeurope linux'), group.toUpperCase(), identity.toLowerCase());
    const finding = find(sharedInput(wish, { parts: { resources: there, locks: [lock('keep')], roles: [] } }));
    expect(finding).toMatchObject({ kind: 'satisfied' });
    expect(finding).not.toHaveProperty('detail');
  });

  it('are locked again when only the lock is gone', () => {
    const parts = { resources: resources(inUse('westeurope linux'), group, identity), locks: [], roles: [] };
    const finding = find(sharedInput(wish, { parts }));
    expect(idsOf(finding)).toEqual(['lockIdentity:westeurope']);
    expect(finding).toMatchObject({ provides: expect.arrayContaining([`resource:${root}/${identity}`.toLowerCase()]) });
  });

  it('M10: are locked each by itself: the lock of one region, or of another resource of the group, is none of the others', () => {
    const eastus = identity.replace('westeurope', 'eastus');
    const there = resources(inUse('eastus linux', 'westeurope linux'), group, identity, eastus);
    const others = [`${root}/${eastus}`, `${root}/${group}/providers/x/y/z`];
    const locks = others.map((scope) => ({ scope, name: 'keep', level: 'CanNotDelete' }));
    expect(idsOf(find(sharedInput(wish, { parts: { resources: there, locks, roles: [] } })))).toEqual([
      'lockIdentity:westeurope',
    ]);
  });

  const failedIdentity = rowOf(identity, { provisioningState: 'Failed' });
  const askFailed = (attempts: number, owned: readonly string[]) =>
    find(
      sharedInput(
        { identity: { create: true, lock: false } },
        {
          parts: { resources: resources(inUse('westeurope linux'), group, failedIdentity), roles: [] },
          steps: { 'createIdentity:westeurope': stepRecord({ attempts }) },
          owned: owned.map(ownedOf),
        },
      ),
    );

  it.each([
    ['somebody else made', 1, []],
    ['we made, and that was in place since', 0, [`${root}/${identity}`]],
  ])('one in a failed state that %s is left to its owner', (_, attempts, owned) => {
    expect(askFailed(attempts, owned)).toMatchObject({
      kind: 'blocked',
      code: 'SharedObjectFailed',
      detail: `${root}/${identity} is there in state Failed`,
    });
  });

  it('one whose making by us failed is made again, and stays ours', () => {
    const found = askFailed(1, [`${root}/${identity}`.toUpperCase()]);
    expect(stepsOf(found)).toMatchObject([{ id: 'createIdentity:westeurope', creates: false }]);
  });

  it('are not made for Arc machines, which bring their own, nor where no machine is', () => {
    for (const places of [inUse(), inUse('westeurope arc linux')]) {
      expect(find(sharedInput(wish, { parts: { resources: resources(places) } }))).toMatchObject({ kind: 'satisfied' });
    }
  });

  it('are none of ours where the file does not want them: nothing is even read', () => {
    expect(find(sharedInput({}))).toMatchObject({ kind: 'not-applicable' });
  });

  it.each([
    ['what there is', {}, 'resources'],
    ['locks, once there is an identity', { resources: resources(inUse('westeurope linux'), identity) }, 'locks'],
    ['roles', { resources: resources(inUse('westeurope linux'), identity), locks: [] }, 'roles'],
  ] as const)('ask for %s', (_, parts, needs) => {
    expect(find(sharedInput(wish, { parts }))).toEqual({ kind: 'not-read', needs });
  });

  it('that hold no role here are told with where that was looked for', () => {
    const identityAt = (principalId: string | undefined) =>
      resources(inUse('westeurope linux'), group, rowOf(identity, { principalId }));
    const parts = { locks: [lock('keep')], roles: [] };
    expect(find(sharedInput(wish, { parts: { ...parts, resources: identityAt('p1') } }))).toMatchObject({
      kind: 'satisfied',
      detail: 'no identity holds a role at, above or below this subscription; other subscriptions were not looked into',
    });
    expect(find(sharedInput(wish, { parts: { ...parts, resources: identityAt(undefined) } }))).not.toHaveProperty(
      'detail',
    );
  });

  it('that were made a minute ago are told without roles: nobody has looked for any', () => {
    const there = resources(inUse('westeurope linux'), group, rowOf(identity, { principalId: 'p1' }));
    const made = failedStep('shared-identities', undefined);
    const writes = made.writes.map((write) => ({ ...write, ended: 'succeeded' as const }));
    const steps = { 'createIdentity:westeurope': { ...made, nextAttemptAt: undefined, writes } };
    const finding = find(sharedInput(wish, { parts: { resources: there, locks: [lock('keep')] }, steps }));
    expect(finding.kind).toBe('satisfied');
    expect(finding).not.toHaveProperty('detail');
  });

  it('that hold a role are told, and hold nothing up', () => {
    const role = { id: 'a', principalId: 'P1', roleDefinitionId: '/providers/x/roleDefinitions/owner', scope: root };
    const there = resources(inUse('westeurope linux'), group, rowOf(identity, { principalId: 'p1' }));
    const parts = { resources: there, locks: [lock('keep')], roles: [role, { ...role, principalId: 'other' }] };
    expect(find(sharedInput(wish, { parts }))).toMatchObject({
      kind: 'satisfied',
      detail: `IdentityHasRoles: Built-In-Identity-westeurope holds role owner at ${root}`,
    });
    expect(find(sharedInput(wish, { parts: { ...parts, roles: 'unreadable' } }))).toMatchObject({
      kind: 'satisfied',
      detail: 'whether the identities hold roles could not be read',
    });
  });
});
