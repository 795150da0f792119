import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { announceMachines } from '../../../../local/azure/seed/announce-machines.ts';
import { createSeededAzure } from '../../../../local/azure/seed/create-seeded-azure.ts';
import { loadSeed } from '../../../../local/azure/seed/load-seed.ts';
import { VirtualClock } from '../../../../local/clock/virtual-clock.ts';
import { restoreAzure, saveAzure } from '../../../../local/start/processes/azure-snapshot.ts';
import { EndingClock } from '../../../../local/start/processes/ending-clock.ts';
import { createArmClient } from '../../../../local/world/arm-client.ts';
import { vmBody } from '../../../../local/world/machines.ts';

test('--keep: what was under way in "Azure" ends, and every resource is there again in the next run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keep-'));
  try {
    const file = join(folder, 'azure.snapshot');
    const time = new EndingClock(new VirtualClock());
    const first = await createSeededAzure({ time }, loadSeed('demo'));
    const id = `/subscriptions/${first.tenant.subscriptions[0]}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/kept`;
    const made = await createArmClient(first.azure)('PUT', id, { body: vmBody('kept') });
    expect(made.body).toMatchObject({ properties: { provisioningState: 'Creating' } });
    time.runToEnd();
    saveAzure(first.azure, file);

    const next = await createSeededAzure({ time: new VirtualClock(time.now()), seed: 2 }, loadSeed('empty'));
    restoreAzure(next.azure, file);
    const callAzure = createArmClient(next.azure);
    const [before, after] = await Promise.all([createArmClient(first.azure)('GET', id), callAzure('GET', id)]);
    expect(after.body).toMatchObject({ properties: { provisioningState: 'Succeeded' } });
    expect(after.body).toEqual(before.body);
    for (const machine of first.tenant.machineIds) expect((await callAzure('GET', machine)).status, machine).toBe(200);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('--keep: the plan and the settings of Defender for Cloud are there again, and it goes on bringing its agent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keep-'));
  try {
    const file = join(folder, 'azure.snapshot');
    const time = new EndingClock(new VirtualClock());
    const first = await createSeededAzure({ time }, loadSeed('demo'));
    const provider = `/subscriptions/${first.tenant.subscriptions[0]}/providers/Microsoft.Security`;
    const plan = { properties: { pricingTier: 'Standard', subPlan: 'P1' } };
    const wdatp = { kind: 'DataExportSettings', properties: { enabled: true } };
    await createArmClient(first.azure)('PUT', `${provider}/pricings/VirtualMachines`, { body: plan });
    await createArmClient(first.azure)('PUT', `${provider}/settings/WDATP`, { body: wdatp });
    time.runToEnd();
    saveAzure(first.azure, file);

    const clock = new VirtualClock(time.now());
    const next = await createSeededAzure({ time: clock, ledger: clock, seed: 2 }, loadSeed('empty'));
    restoreAzure(next.azure, file);
    const callAzure = createArmClient(next.azure);
    expect((await callAzure('GET', `${provider}/pricings/VirtualMachines`)).body).toMatchObject(plan);
    expect((await callAzure('GET', `${provider}/settings/WDATP`)).body).toMatchObject({
      properties: { enabled: true },
    });
    announceMachines(next.azure);
    await clock.advance(3_600_000);
    const brought = next.azure.context.vmExtensions.all().filter(({ createdBy }) => createdBy.name === 'defender');
    expect(brought.length).toBeGreaterThan(10);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
