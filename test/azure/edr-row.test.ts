import { expect, test } from 'vitest';
import { createInProcessHttpClient } from '../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../local/azure/client/simulator-credential.ts';
import { setAssessment } from '../../local/azure/security/assessment.ts';
import { createAzurePort } from '../../src/azure/create-azure-port.ts';
import { edrRow } from '../../src/azure/edr-row.ts';
import { startGraph } from '../local/azure/graph/graph-fixture.ts';
import { arcId, subscriptionId, vmId } from '../local/azure/local-azure-fixture.ts';
import { endpoint, MemoryGates, SetClock } from './recorded-azure.ts';

const installed = {
  key: '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c',
  displayName: 'EDR solution should be installed on Virtual Machines',
};

test('D2: one query tells all recommendations about endpoint protection, a row for each machine, with their links', async () => {
  const world = await startGraph();
  const set = (row: Omit<Parameters<typeof setAssessment>[2], 'severity'>): void =>
    setAssessment(world.azure.context, world.azure.defender, { severity: 'High', ...row });
  set({ ...installed, resourceId: vmId('web1'), code: 'Unhealthy' });
  set({
    key: 'f0000000-0000-4000-a000-000000000001',
    displayName: 'EDR solution should be installed on EC2s',
    code: 'Healthy',
    resourceId: arcId('srv1'),
    resourceDetails: { Source: 'aws', AzureResourceId: arcId('srv1') },
  });
  set({
    key: 'dc5357d0-3858-4d17-a1a3-072840bff5be',
    displayName: 'x',
    code: 'NotApplicable',
    cause: 'Exempt',
    resourceId: vmId('web1'),
  });
  set({
    key: 'f0000000-0000-4000-a000-000000000002',
    displayName: 'System updates',
    code: 'Unhealthy',
    resourceId: vmId('web1'),
  });
  const port = createAzurePort({
    endpoint,
    audience: 'https://management.azure.com',
    managedIdentityClientId: undefined,
    credential: simulatorCredential(world.azure, 'app'),
    httpClient: createInProcessHttpClient(world.azure),
    gates: new MemoryGates(),
    clock: world.clock,
    wallClock: new SetClock(),
  });
  const outcome = await port.queryGraph('edr', [subscriptionId]);
  if (outcome.kind !== 'rows') throw new Error(JSON.stringify(outcome));
  const told = outcome.rows.map(({ machineId, assessments }) => [
    machineId,
    ...assessments.map(({ title, code, cause }) => [title, code, cause]).sort(),
  ]);
  expect(told.sort()).toEqual(
    [
      [vmId('web1').toLowerCase(), [installed.displayName, 'Unhealthy', undefined], ['x', 'NotApplicable', 'Exempt']],
      [arcId('srv1').toLowerCase(), ['EDR solution should be installed on EC2s', 'Healthy', undefined]],
    ].sort(),
  );
  const [first] = outcome.rows.flatMap(({ assessments }) => assessments);
  expect(first).toMatchObject({
    since: expect.stringMatching(/^20\d\d-/),
    link: expect.stringMatching(/^https:\/\/portal\.azure\.com\/#/),
  });
});

test.each([
  ['portal.azure.com/#blade/x', 'https://portal.azure.com/#blade/x'],
  ['https://www.portal.azure.com/?fea#blade/x', 'https://www.portal.azure.com/?fea#blade/x'],
  ['portal.azure.us/#x', 'https://portal.azure.us/#x'],
  ['https://evil.example/portal.azure.com/#x', undefined],
  ['https://portal.azure.com.evil.example/#x', undefined],
  ['javascript:alert(1)', undefined],
  [null, undefined],
])('D7: the link %s of a recommendation is told as %s', (link, told) => {
  const assessment = { key: 'k', title: null, code: null, cause: null, since: null, link };
  expect(edrRow.parse({ machineId: '/m', assessments: [assessment] }).assessments).toEqual([
    { key: 'k', title: '', code: '', cause: undefined, since: undefined, link: told },
  ]);
});
