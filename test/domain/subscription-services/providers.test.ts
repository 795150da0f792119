import { describe, expect, it } from 'vitest';
import { collectionRulesService } from '../../../src/domain/subscription-services/collection-rules.ts';
import { keepBackUnregistered } from '../../../src/domain/subscription-services/keep-back-unregistered.ts';
import { createProvidersService } from '../../../src/domain/subscription-services/providers.ts';
import { sharedIdentitiesService } from '../../../src/domain/subscription-services/shared-identities.ts';
import { workspacesService } from '../../../src/domain/subscription-services/workspaces.ts';
import { idsOf, inUse, resources, root, sharedInput } from './shared-input.ts';

const { find } = createProvidersService([sharedIdentitiesService, workspacesService, collectionRulesService]);
const wish = { identity: { create: true }, workspace: 'default', plan: 'free', providers: 'register' } as const;
const empty = { resources: resources(inUse('westeurope linux')) };
const registered = {
  'microsoft.insights': 'Registered',
  'microsoft.managedidentity': 'Registered',
  'microsoft.operationalinsights': 'Registered',
  'microsoft.operationsmanagement': 'Registered',
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

  it('that are being registered are waited for', () => {
    const providers = { ...registered, 'microsoft.insights': 'Registering' };
    expect(find(sharedInput(wish, { parts: { ...empty, providers } }))).toEqual({
      kind: 'provisioning',
      what: 'registerProvider',
    });
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
    expect(found.get('collection-rules')).toEqual({ kind: 'provisioning', what: 'registerProvider' });
    expect(found.get('shared-identities')).toMatchObject({ kind: 'wanted' });
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
