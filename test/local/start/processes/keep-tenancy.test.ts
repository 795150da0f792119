import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restoreAzure, saveAzure } from '../../../../local/start/processes/azure-snapshot.ts';
import { amoId, startEventGrid, toFunction } from '../../azure/event-grid-fixture.ts';
import { startLocalAzure } from '../../azure/local-azure-fixture.ts';
import { groupPath, otherTenant, prodId, testId } from '../../azure/tenancy-fixture.ts';

test('--keep: subscriptions, management groups and event subscriptions are there again in the next run, and deliver', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keep-'));
  try {
    const file = join(folder, 'azure.snapshot');
    const first = await startEventGrid();
    await first.subscribe(toFunction);
    await first.report({ state: 'Disabled', unregistered: ['Microsoft.Compute'] });
    await first.report({ tenantId: otherTenant }, testId);
    saveAzure(first.azure, file);

    const { azure, call } = await startLocalAzure();
    restoreAzure(azure, file);
    expect((await call('GET', `/subscriptions/${prodId}`)).json).toMatchObject({
      state: 'Disabled',
      tags: { env: 'prod' },
    });
    expect((await call('GET', `/subscriptions/${testId}`)).status).toBe(401);
    const provider = await call('GET', `/subscriptions/${prodId}/providers/Microsoft.Compute`);
    expect(provider.json.registrationState).toBe('NotRegistered');
    const children = (await call('GET', `${groupPath('platform')}?$expand=children`)).json.properties.children;
    expect(children).toMatchObject([{ name: 'prod' }]);
    expect(azure.events.subscriptions()).toMatchObject([{ armId: amoId }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
