import { expect, test } from 'vitest';
import { subscriptionId, subscriptionScope } from '../local-azure-fixture.ts';
import { free, p1, p2, settingId, startDefender, switchOf } from './security-fixture.ts';

const listed = (name: string, kind: string, enabled: boolean) => ({
  id: settingId(name),
  name,
  kind,
  type: 'Microsoft.Security/settings',
  properties: { enabled },
});

test.each(['2021-07-01', '2022-05-01'])('%s: a new subscription has three settings, all off', async (version) => {
  const { call } = await startDefender();
  const path = `${subscriptionScope}/providers/Microsoft.Security/settings?api-version=${version}`;
  expect((await call('GET', path)).json).toEqual({
    value: [
      listed('MCAS', 'DataExportSettings', false),
      listed('WDATP', 'DataExportSettings', false),
      listed('Sentinel', 'AlertSyncSettings', false),
    ],
  });
});

test('a legacy subscription has all five', async () => {
  const { call, control } = await startDefender();
  const settings = { WDATP: true, WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: true, WDATP_UNIFIED_SOLUTION: false };
  expect((await control('POST', 'defender', { subscriptionId, settings })).status).toBe(204);
  const path = `${subscriptionScope}/providers/Microsoft.Security/settings?api-version=2022-05-01`;
  const { value } = (await call('GET', path)).json;
  expect(value.map(({ name, properties }: { name: string; properties: unknown }) => [name, properties])).toEqual([
    ['MCAS', { enabled: false }],
    ['WDATP', { enabled: true }],
    ['WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW', { enabled: true }],
    ['WDATP_UNIFIED_SOLUTION', { enabled: false }],
    ['Sentinel', { enabled: false }],
  ]);
});

test.each(['WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW', 'WDATP_UNIFIED_SOLUTION', 'FOO'])(
  'a new subscription has no %s',
  async (name) => {
    const { getSetting } = await startDefender();
    expect((await getSetting(name)).status).toBe(404);
  },
);

test('the body of the documentation turns a setting on, with name and type or without', async () => {
  const { putSetting, getSetting } = await startDefender();
  const { status, json } = await putSetting('MCAS', switchOf(true));
  expect([status, json]).toEqual([200, listed('MCAS', 'DataExportSettings', true)]);
  const full = { name: 'WDATP', type: 'Microsoft.Security/settings', ...switchOf(true) };
  expect((await putSetting('WDATP', full)).status).toBe(200);
  expect((await putSetting('Sentinel', { kind: 'AlertSyncSettings', properties: { enabled: true } })).status).toBe(200);
  for (const name of ['MCAS', 'wdatp', 'Sentinel']) {
    expect((await getSetting(name)).json.properties.enabled).toBe(true);
  }
});

test('the legacy settings can be written where they were not', async () => {
  const { putSetting, getSetting } = await startDefender();
  expect((await putSetting('WDATP_UNIFIED_SOLUTION', switchOf(true))).status).toBe(200);
  expect((await getSetting('WDATP_UNIFIED_SOLUTION')).json.properties.enabled).toBe(true);
});

test.each([
  ['no kind', 'WDATP', { properties: { enabled: true } }],
  ['another kind', 'WDATP', { kind: 'AlertSyncSettings', properties: { enabled: true } }],
  ['no enabled', 'WDATP', { kind: 'DataExportSettings', properties: {} }],
  ['enabled as text', 'WDATP', { kind: 'DataExportSettings', properties: { enabled: 'true' } }],
  ['an unknown member', 'WDATP', { kind: 'DataExportSettings', properties: { enabled: true, since: 'today' } }],
  ['an unknown name', 'FOO', switchOf(true)],
])('a setting with %s is refused', async (_what, name, body) => {
  const { putSetting, getSetting } = await startDefender();
  expect((await putSetting(name, body)).status).toBe(400);
  expect((await getSetting('WDATP')).json.properties.enabled).toBe(false);
});

test('turning a plan for servers on turns WDATP on, once', async () => {
  const { putPlan, putSetting, getSetting } = await startDefender();
  await putPlan(p1);
  expect((await getSetting('WDATP')).json.properties.enabled).toBe(true);
  await putSetting('WDATP', switchOf(false));
  await putPlan(p2);
  expect((await getSetting('WDATP')).json.properties.enabled).toBe(false);
  await putPlan(free);
  await putPlan(p2);
  expect((await getSetting('WDATP')).json.properties.enabled).toBe(true);
});

test('it does not where that is switched off', async () => {
  const { putPlan, getSetting, control } = await startDefender();
  await control('POST', 'defender/options', { planTurnsEndpointOn: false });
  await putPlan(p1);
  expect((await getSetting('WDATP')).json.properties.enabled).toBe(false);
});

test('writes of plans and settings are told with their operation, their caller and their id', async () => {
  const { putPlan, putSetting, azure } = await startDefender();
  const told: unknown[] = [];
  azure.context.hooks.onEvent.push(({ operationName, resourceUri, principal, outcome, kind }) =>
    told.push([operationName, resourceUri, principal.name, outcome, kind]),
  );
  await putPlan(p1);
  await putSetting('WDATP', switchOf(false));
  expect(told).toEqual([
    [
      'Microsoft.Security/pricings/write',
      `${subscriptionScope}/providers/Microsoft.Security/pricings/VirtualMachines`,
      ...['operator', 'Success', 'write'],
    ],
    ['Microsoft.Security/settings/write', settingId('WDATP'), 'operator', 'Success', 'write'],
  ]);
});
