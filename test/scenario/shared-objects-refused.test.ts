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
  const definition = '/providers/Microsoft.Authorization/policyDefinitions/e765b5de-1225-4ba3-bd56-1ac6695af988';
  const ofPolicy = `policy Allowed locations for resource groups (${definition})`;
  const assignmentId = (name: string) => `${root}/providers/Microsoft.Authorization/policyAssignments/${name}`;
  const message = { nonComplianceMessages: [{ message: 'Use West Europe.' }] };

  /** What the row says after a look, with these assignments of "allowed locations" by their names. */
  async function heldBy(assignments: Readonly<Record<string, object>>) {
    const world = await startGiven(everything);
    await world.addVm('vm-1');
    for (const [name, more] of Object.entries(assignments)) {
      const parameters = { listOfAllowedLocations: { value: ['westeurope'] } };
      const body = { properties: { policyDefinitionId: definition, parameters, ...more } };
      expect((await world.callAzure('PUT', assignmentId(name), { body })).status).toBe(201);
    }
    await world.look();
    expect(await world.givenWord()).toBe('Held(PolicyDenied)');
    const { standing } = await world.given();
    return { world, detail: 'detail' in standing ? (standing.detail ?? '') : '' };
  }

  it('P5: is named with its assignment, and what it does not refuse is made', async () => {
    const { world, detail } = await heldBy({ 'only-weu': { displayName: 'Only West Europe' } });
    expect(detail).toBe(
      `refused by ${ofPolicy}, assignment Only West Europe (${assignmentId('only-weu')}); Resource 'Built-In-Identity-RG' was disallowed by policy.`,
    );
    expect(world.givenWrites().filter((line) => line.endsWith(' 201'))).toHaveLength(4);
  });

  it('P5: is named where the assignment has a text of its own, which is told too', async () => {
    const { detail } = await heldBy({ 'only-weu': { displayName: 'Only West Europe', ...message } });
    expect(detail).toBe(
      `refused by ${ofPolicy}, assignment Only West Europe (${assignmentId('only-weu')}); Reasons: 'Use West Europe.'.`,
    );
  });

  it.each([
    ['without', {}],
    ['with', message],
  ])('P5: is named with both ids also by a long name, %s a text of its own', async (_, more) => {
    const displayName = `Only West Europe ${'and nowhere else '.repeat(6)}`.trim();
    expect(displayName.length).toBeGreaterThan(100);
    const { detail } = await heldBy({ 'only-weu': { displayName, ...more } });
    expect(detail).toContain(`${ofPolicy}, assignment ${displayName} (${assignmentId('only-weu')})`);
  });

  it.each([
    ['without', {}],
    ['with', message],
  ])('P5: is named for each of two assignments, %s a text of their own, and no id is cut', async (_, more) => {
    const { detail } = await heldBy({
      'only-weu': { displayName: 'Only West Europe', ...more },
      'only-weu-too': { displayName: 'Stay in the region', ...more },
    });
    expect(detail).toContain(`assignment Only West Europe (${assignmentId('only-weu')})`);
    expect(detail).toContain('assignment Stay in the region');
    const ids = [definition, assignmentId('only-weu'), assignmentId('only-weu-too')];
    for (const [id] of detail.matchAll(/\/(?:subscriptions|providers)\/[^\s)]+/g)) expect(ids).toContain(id);
  });
});

describe('policies that require a tag', () => {
  const ofResources = '871b6d14-10aa-478d-b590-94f262ecfa99';
  const ofGroups = '96670d01-0a4d-4649-9c89-2d3abc0a5025';

  async function startTagged(tags?: Readonly<Record<string, string>>) {
    const world = await startGiven({ ...everything, ...(tags === undefined ? {} : { tags }) });
    await world.addVm('vm-1');
    for (const definition of [ofResources, ofGroups]) {
      const assignment = `${root}/providers/Microsoft.Authorization/policyAssignments/tag-${definition.slice(0, 4)}`;
      const properties = {
        displayName: 'Owner is named',
        policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${definition}`,
        parameters: { tagName: { value: 'owner' } },
      };
      expect((await world.callAzure('PUT', assignment, { body: { properties } })).status).toBe(201);
    }
    await world.look();
    return world;
  }

  it('P5: are named with their assignment where the file gives none, and nothing is made', async () => {
    const world = await startTagged();
    expect(await world.givenWord()).toBe('Held(PolicyDenied)');
    const { standing } = await world.given();
    const detail = 'detail' in standing ? (standing.detail ?? '') : '';
    expect(detail).toContain('Owner is named');
    expect(detail).toContain('policyAssignments/tag-9667');
    expect(detail).toContain(ofGroups);
    expect(world.givenWrites().every((line) => line.endsWith(' 403'))).toBe(true);
    expect(world.givenWrites().length).toBeGreaterThan(0);
  });

  it('P5 M10: let everything through with the tags of the file', async () => {
    const world = await startTagged({ owner: 'ops' });
    expect(await world.givenWord()).toBe('Configured');
    expect(world.givenWrites()).toHaveLength(7);
    expect(world.givenWrites().every((line) => line.endsWith(' 201'))).toBe(true);
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
