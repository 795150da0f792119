import { expect, it } from 'vitest';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { startGiven } from './given-subscription.ts';

const tenantConfirmed = { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' };
const providers = ['EventGrid', 'Insights', 'ManagedIdentity', 'OperationalInsights', 'OperationsManagement'];

it('C1 P5: a switch that is held keeps back neither the providers nor anything else that the file wants', async () => {
  const world = await startGiven(
    {
      ...{ plan: 'P2', endpoint: { defender: 'on' }, tenantConfirmed, vulnerabilityAssessment: 'mdvm' },
      ...{ legacyAutoProvisioning: 'off', identity: { create: true }, workspace: 'default' },
      ...{ events: 'wire', providers: 'register' },
    },
    { unregistered: [...providers, 'Security'].map((name) => `Microsoft.${name}`) },
  );
  await world.addVm('vm-1');
  await world.look();
  expect(await world.givenWord()).toBe('Held(ReachesProtectedMachines)');
  const kinds = Object.entries((await world.given()).findings).map(([service, { kind }]) => `${service}: ${kind}`);
  expect(kinds).toEqual(
    expect.arrayContaining(['providers: satisfied', 'shared-identities: satisfied', 'event-wiring: satisfied']),
  );
  expect(world.givenWrites().filter((line) => line.includes('pricings'))).toEqual([]);
  const sent = world.givenWrites().length;
  await world.look();
  expect(world.givenWrites()).toHaveLength(sent);
});
