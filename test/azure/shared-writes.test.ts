import { describe, expect, test } from 'vitest';
import { callOfSubscriptionWrite } from '../../src/azure/subscription-calls.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { collectionRulesService } from '../../src/domain/subscription-services/collection-rules.ts';
import { createProvidersService } from '../../src/domain/subscription-services/providers.ts';
import { sharedIdentitiesService } from '../../src/domain/subscription-services/shared-identities.ts';
import { workspacesService } from '../../src/domain/subscription-services/workspaces.ts';
import { isSubscriptionWrite } from '../../src/domain/write/subscription-write.ts';
import { inUse, resources, sharedInput, stepsOf } from '../domain/subscription-services/shared-input.ts';
import { assertValidRequest } from './schema-check.ts';

const places = inUse('westeurope linux', 'westeurope windows', 'canadaeast windows', 'swedensouth arc linux');
const parts = { resources: resources(places), providers: {} };

const makers = [sharedIdentitiesService, workspacesService, collectionRulesService];

const wishes: readonly (readonly [string, WrittenSubscription])[] = [
  [
    'everything that is made',
    { plan: 'P2', tags: { owner: 'ops' }, location: 'northeurope', securityEvents: 'Common' },
  ],
  ['every collection', { plan: 'P1', collect: ['performance', 'windowsEvents', 'syslog', 'insights'] }],
  ['the least', { plan: 'free' }],
  ['the rule of the Azure Security agent', { plan: 'P2', azureSecurityAgent: 'rule' }],
  ['custom queries', { plan: 'P2', securityEvents: { custom: ['Security!*[System[(EventID=4624)]]'] } }],
];

describe.each(wishes)('%s', (_, wish) => {
  test('goes out as Azure takes it', () => {
    const wanted = { ...wish, identity: { create: true }, workspace: 'default', providers: 'register' } as const;
    const input = sharedInput(wanted, { parts });
    const steps = [createProvidersService(makers), ...makers].flatMap((service) => stepsOf(service.find(input)));
    expect(steps.length).toBeGreaterThan(15);
    const types = new Set<string>();
    for (const { write } of steps) {
      if (!isSubscriptionWrite(write)) throw new Error(`${write.kind} is no write to a subscription`);
      const { path, body, operation } = callOfSubscriptionWrite(write);
      types.add(operation);
      if (body === undefined) continue;
      assertValidRequest({ method: 'PUT', url: `https://management.azure.com${path}`, body });
    }
    expect(types).toContain('Microsoft.OperationsManagement/solutions/write');
    expect(types).toContain('Microsoft.Authorization/locks/write');
    expect(types).toContain('Microsoft.OperationalInsights/register/action');
  });
});
