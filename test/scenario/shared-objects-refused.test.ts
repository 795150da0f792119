import { describe, expect, it } from 'vitest';
import { givenId, startGiven } from './given-subscription.ts';

const root = `/subscriptions/${givenId}`;
const everything = { identity: { create: true }, workspace: 'default', plan: 'free' } as const;
const unregistered = ['Microsoft.ManagedIdentity', 'Microsoft.OperationalInsights', 'Microsoft.Insights'];

describe('a subscription without the resource providers', () => {
  it('has them registered, waits for each, and then gets the rest', async () => {
    const world = await startGiven({ ...everything, providers: 'register' }, { unregistered });
    await world.addVm('vm-1');
    await world.look();
    expect(world.givenWrites().slice(0, 3)).toEqual([
      'POST providers/Microsoft.Insights/register 200',
      'POST providers/Microsoft.ManagedIdentity/register 200',
      'POST providers/Microsoft.OperationalInsights/register 200',
    ]);
    expect(
      world
        .givenWrites()
        .slice(3)
        .every((line) => line.endsWith(' 201')),
    ).toBe(true);
    expect(world.givenWrites()).toHaveLength(3 + 7);
    expect(await world.givenWord()).toBe('Configured');
  });

  it('is held with their names where they are only reported, and nothing is written', async () => {
    const world = await startGiven(everything, { unregistered });
    await world.addVm('vm-1');
    await world.look();
    expect(await world.givenWord()).toBe('Held(ProviderNotRegistered)');
    const { standing } = await world.given();
    expect(standing).toMatchObject({
      detail: 'not registered: Microsoft.Insights, Microsoft.ManagedIdentity, Microsoft.OperationalInsights',
    });
    expect(world.givenWrites()).toEqual([]);
  });
});

describe('a policy that refuses', () => {
  it('P5: is named with its assignment, and what it does not refuse is made', async () => {
    const world = await startGiven(everything);
    await world.addVm('vm-1');
    const assignment = `${root}/providers/Microsoft.Authorization/policyAssignments/only-weu`;
    const { status } = await world.callAzure('PUT', assignment, {
      body: {
        properties: {
          displayName: 'Only West Europe',
          policyDefinitionId:
            '/providers/Microsoft.Authorization/policyDefinitions/e765b5de-1225-4ba3-bd56-1ac6695af988',
          parameters: { listOfAllowedLocations: { value: ['westeurope'] } },
        },
      },
    });
    expect(status).toBe(201);
    await world.look();
    expect(await world.givenWord()).toBe('Held(PolicyDenied)');
    const { standing } = await world.given();
    const detail = 'detail' in standing ? (standing.detail ?? '') : '';
    expect(detail).toContain('Only West Europe');
    expect(detail).toContain('policyAssignments/only-weu');
    expect(detail).toContain('e765b5de-1225-4ba3-bd56-1ac6695af988');
    expect(world.givenWrites().filter((line) => line.endsWith(' 201'))).toHaveLength(4);
  });
});

describe('a workspace of somebody else', () => {
  const logs = `/subscriptions/5b5c0000-0000-4000-a000-000000000001/resourceGroups/monitoring-rg/providers/Microsoft.OperationalInsights/workspaces/logs`;

  it('P6: gets rules and nothing else; the solution is left to its owner', async () => {
    const world = await startGiven({ workspace: { id: logs }, plan: 'free' });
    await world.addVm('vm-1');
    await world.azure.events.silently(async () => {
      await world.callAzure('PUT', logs, { body: { location: 'westeurope' } });
      await world.clock.advance(60_000);
    });
    await world.look();
    expect(world.givenWrites()).toEqual([
      'PUT resourceGroups/DefaultResourceGroup-WEU 201',
      'PUT resourceGroups/DefaultResourceGroup-WEU/providers/Microsoft.Insights/dataCollectionRules/amo-westeurope-linux-dcr 201',
    ]);
    expect(await world.givenWord()).toBe('Configured');
    const { findings } = await world.given();
    expect(findings.workspaces).toMatchObject({ detail: 'its owner has to add the solution SecurityCenterFree' });
  });
});
