import { describe, expect, it } from 'vitest';
import type { SubscriptionInput } from '../../../src/domain/subscription/subscription-service.ts';
import { withoutDefender } from '../../../src/domain/subscription/without-defender.ts';
import { collectionRulesService } from '../../../src/domain/subscription-services/collection-rules.ts';
import { defenderPlanService } from '../../../src/domain/subscription-services/defender-plan.ts';
import { keepBackUnregistered } from '../../../src/domain/subscription-services/keep-back-unregistered.ts';
import { createProvidersService } from '../../../src/domain/subscription-services/providers.ts';
import { sharedIdentitiesService } from '../../../src/domain/subscription-services/shared-identities.ts';
import { workspacesService } from '../../../src/domain/subscription-services/workspaces.ts';
import { idsOf, inUse, resources, root, sharedInput } from './shared-input.ts';
import { failedStep, inputOf } from './subscription-input.ts';

const { find } = createProvidersService([sharedIdentitiesService, workspacesService, collectionRulesService]);
const wish = { identity: { create: true }, workspace: 'default', plan: 'free', providers: 'register' } as const;
const empty = { resources: resources(inUse('westeurope linux')) };
const registered = {
  'microsoft.insights': 'Registered',
  'microsoft.managedidentity': 'Registered',
  'microsoft.operationalinsights': 'Registered',
  'microsoft.operationsmanagement': 'Registered',
};

const registeringInsights = {
  kind: 'provisioning',
  what: 'registerProvider',
  detail: 'registering Microsoft.Insights',
};

describe('the resource providers', () => {
  it('are asked for only while something is to be written', () => {
    expect(find(sharedInput(wish, { parts: empty }))).toEqual({ kind: 'not-read', needs: 'providers' });
    expect(find(sharedInput(wish, { parts: { resources: resources(inUse()) } }))).toEqual({ kind: 'satisfied' });
    expect(find(sharedInput({}))).toEqual({ kind: 'satisfied' });
  });

  it('wait for what the other services still have to read', () => {
    expect(find(sharedInput(wish))).toEqual({ kind: 'not-read', needs: 'resources' });
  });

  it('that are wanted and not registered are registered, each by a step; no other is', () => {
    const finding = find(sharedInput(wish, { parts: { ...empty, providers: { 'microsoft.insights': 'registered' } } }));
    expect(idsOf(finding)).toEqual([
      'registerProvider:Microsoft.ManagedIdentity',
      'registerProvider:Microsoft.OperationalInsights',
      'registerProvider:Microsoft.OperationsManagement',
    ]);
  });

  it.each(['register', 'report'] as const)('that are being registered are waited for by name (%s)', (providers) => {
    const parts = { ...empty, providers: { ...registered, 'microsoft.insights': 'Registering' } };
    expect(find(sharedInput({ ...wish, providers }, { parts }))).toEqual(registeringInsights);
  });

  it('that refuse what is read although they are listed as registered are waited for', () => {
    const parts = { ...empty, providers: registered, unregistered: ['Microsoft.Insights'] };
    expect(find(sharedInput(wish, { parts }))).toEqual(registeringInsights);
  });

  it('P5: that are not registered after two hours are told by name, whoever began it', () => {
    const parts = { ...empty, providers: { ...registered, 'microsoft.insights': 'Registering' } };
    const asked = sharedInput(wish, { parts });
    const hoursAgo = (hours: number) => new Date(asked.now - hours * 3_600_000).toISOString();
    const seenSince = (hours: number) => ({
      ...asked,
      record: { ...asked.record, provisioningSince: hoursAgo(hours) },
    });
    const held = {
      kind: 'blocked',
      code: 'ProviderNotRegistered',
      detail: 'still being registered after two hours: Microsoft.Insights',
    };
    expect(find(seenSince(1.9))).toEqual(registeringInsights);
    expect(find(seenSince(2.1))).toEqual(held);
    const requested = (hours: number, attempts = 1) => {
      const step = { ...failedStep('providers', undefined), attempts, lastAt: hoursAgo(hours) };
      return { ...seenSince(1), history: { ...asked.history, steps: { 'registerProvider:Microsoft.Insights': step } } };
    };
    expect(find(requested(1.9))).toEqual(registeringInsights);
    expect(find(requested(2.1))).toEqual(held);
    // A request that brought what was wanted says nothing of what somebody has begun since.
    expect(find(requested(1_000, 0))).toEqual(registeringInsights);
  });

  it('are only named where the file says to report', () => {
    const providers = {
      ...registered,
      'microsoft.insights': 'NotRegistered',
      'microsoft.managedidentity': 'Unregistered',
    };
    expect(find(sharedInput({ ...wish, providers: 'report' }, { parts: { ...empty, providers } }))).toEqual({
      kind: 'blocked',
      code: 'ProviderNotRegistered',
      detail: 'not registered: Microsoft.Insights, Microsoft.ManagedIdentity',
    });
  });

  it('that are all registered are well', () => {
    expect(find(sharedInput(wish, { parts: { ...empty, providers: registered } }))).toEqual({ kind: 'satisfied' });
  });
});

const refusedDefender = withoutDefender('defender', 0) ?? {};

describe('what needs a provider that is not registered', () => {
  const providers = { ...registered, 'microsoft.insights': 'NotRegistered' };
  const findings = (wanted: Parameters<typeof sharedInput>[0], isPermitted: boolean) => {
    const input = sharedInput(wanted, { parts: { ...empty, providers } });
    const services = [sharedIdentitiesService, collectionRulesService];
    return keepBackUnregistered(
      input,
      new Map(services.map((service) => [service.name, service.find(input)])),
      isPermitted,
    );
  };

  it('waits for it, and the rest goes on', () => {
    const found = findings(wish, true);
    expect(found.get('collection-rules')).toEqual(registeringInsights);
    expect(found.get('shared-identities')).toMatchObject({ kind: 'wanted' });
  });

  it('P5: is held as its provider is, once that does not come', () => {
    const parts = { ...empty, providers: { ...registered, 'microsoft.insights': 'Registering' } };
    const asked = sharedInput(wish, { parts });
    const since = new Date(asked.now - 3 * 3_600_000).toISOString();
    const late = { ...asked, record: { ...asked.record, provisioningSince: since } };
    const kept = keepBackUnregistered(late, new Map([['collection-rules', collectionRulesService.find(late)]]), true);
    expect(kept.get('collection-rules')).toMatchObject({
      kind: 'blocked',
      code: 'ProviderNotRegistered',
      keptBack: [{ id: 'createDataCollectionRule:westeurope-linux' }],
    });
  });

  it('waits where the provider itself has refused a read, also for a step that reads no list of providers', () => {
    const input = inputOf({ wish: { plan: 'P2', providers: 'register' }, parts: refusedDefender });
    const kept = keepBackUnregistered(input, new Map([['defender-plan', defenderPlanService.find(input)]]), true);
    expect(kept.get('defender-plan')).toMatchObject({ kind: 'provisioning', detail: 'registering Microsoft.Security' });
  });

  it('stays in the plan while nothing may be written', () => {
    expect(findings(wish, false).get('collection-rules')).toMatchObject({ kind: 'wanted' });
  });

  it('is held with its steps in the plan where providers are only reported', () => {
    for (const isPermitted of [true, false]) {
      expect(findings({ ...wish, providers: 'report' }, isPermitted).get('collection-rules')).toMatchObject({
        kind: 'blocked',
        code: 'ProviderNotRegistered',
        detail: 'not registered: Microsoft.Insights',
        keptBack: [{ id: 'createDataCollectionRule:westeurope-linux' }],
      });
    }
  });
});

it('the step posts to the provider of the subscription', () => {
  const finding = find(
    sharedInput(wish, { parts: { ...empty, providers: { ...registered, 'microsoft.insights': 'NotRegistered' } } }),
  );
  expect(finding).toMatchObject({
    steps: [{ write: { kind: 'registerProvider', target: { resourceId: root }, namespace: 'Microsoft.Insights' } }],
  });
});

describe('P5: what the machines of the subscription need', () => {
  const collecting = (input: SubscriptionInput): SubscriptionInput => {
    const [profile] = input.fleet.profiles;
    if (profile === undefined) throw new Error('the file has no profile');
    return { ...input, fleet: { ...input.fleet, profiles: [{ ...profile, mode: 'enforce', rules: [{ id: '/r' }] }] } };
  };

  it('is registered too, whether or not the subscription itself lacks anything', () => {
    const parts = { providers: { ...registered, 'microsoft.insights': 'NotRegistered' } };
    const finding = find(collecting(sharedInput({ providers: 'register' }, { parts })));
    expect(idsOf(finding)).toEqual(['registerProvider:Microsoft.Insights']);
    expect(find(collecting(sharedInput({ providers: 'register' })))).toEqual({ kind: 'not-read', needs: 'providers' });
  });

  it('is asked for again once a sweep later, and at once where it was not there', () => {
    const asked = collecting(sharedInput({ providers: 'register' }));
    const seen = (isRegistered: boolean, minutes: number): SubscriptionInput => {
      const readAt = new Date(asked.now - minutes * 60_000).toISOString();
      const providers = { 'microsoft.insights': { isRegistered, since: readAt, readAt } };
      return { ...asked, record: { ...asked.record, shared: { ...asked.record.shared, providers } } };
    };
    expect(find(seen(true, 20))).toEqual({ kind: 'satisfied' });
    expect(find(seen(true, 30))).toEqual({ kind: 'not-read', needs: 'providers' });
    expect(find(seen(false, 1))).toEqual({ kind: 'not-read', needs: 'providers' });
  });

  it('is left to what Azure says to the machine where providers are only reported', () => {
    expect(find(collecting(sharedInput({ providers: 'report' })))).toEqual({ kind: 'satisfied' });
  });
});
