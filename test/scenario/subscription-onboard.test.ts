import { expect, it } from 'vitest';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { startScenario } from './scenario.ts';
import { subscriptionOf } from './subscription-rows.ts';

it('A6 E11: from one reviewed file, a report, one arming and one onboarding to a plan in place, and no write after', async () => {
  const world = await startScenario({
    armed: false,
    fleet: (usual) => ({
      ...usual,
      subscriptions: [
        {
          ...{ mode: 'enforce', plan: 'P2', endpoint: { defender: 'on', unified: 'on', linux: 'on' } },
          tenantConfirmed: { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' },
        },
      ],
    }),
  });
  const { subscription: guid } = world.tenant;
  setDefenderState(world.azure, guid, {
    settings: { WDATP: false, WDATP_UNIFIED_SOLUTION: false, WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: true },
  });
  const words = subscriptionOf(world);
  await words.look();
  const shown = async () => (await world.api('GET', `subscriptions/${guid}`)).body;
  expect(await shown()).toMatchObject({ code: 'NotAdopted', endpointProtection: { state: 'off' } });

  expect((await world.api('POST', `subscriptions/${guid}/onboard`, { why: 'ticket 1' })).status).toBe(202);
  await world.untilQuiet();
  expect(await words.word()).toBe('Observed(NotArmed)');
  expect(words.written()).toEqual([]);

  const { planHash, totals } = (await world.api('GET', 'adoption')).body;
  expect(totals).toMatchObject({ machines: 0, subscriptions: { subscriptions: 1, wouldChange: 1 } });
  expect((await world.api('POST', 'arm', { scopes: ['*'] })).status).toBe(409);
  const armed = await world.api('POST', 'arm', { scopes: ['*'], planHash });
  expect(armed).toMatchObject({ status: 200, body: { subscriptions: 1, looksRequested: 1 } });
  await world.untilQuiet();
  expect(await words.word()).toBe('Configured');
  expect(words.written()).toContain('PUT pricings/VirtualMachines 200');
  expect(await shown()).toMatchObject({ status: 'Configured', endpointProtection: { state: 'on', missing: [] } });
  await words.expectSteady();
});
