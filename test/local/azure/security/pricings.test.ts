import { expect, test } from 'vitest';
import { subscriptionId, subscriptionScope } from '../local-azure-fixture.ts';
import { free, p1, p2, planId, startDefender, v2024 } from './security-fixture.ts';

const succeeded = { code: 'Succeeded', message: 'Successfully enabled extension' };
const tags = { ExclusionTags: '[{"Key":"TestKey1","Value":"TestValue1"}]' };
const day = 24 * 3_600_000;

test('every plan of a subscription is Free with its whole trial until somebody writes it', async () => {
  const { call, getPlan } = await startDefender();
  const { status, json } = await call('GET', `${subscriptionScope}/providers/Microsoft.Security/pricings${v2024}`);
  expect(status).toBe(200);
  expect(json.value).toHaveLength(15);
  expect(json.value[0]).toEqual({
    id: planId(),
    name: 'VirtualMachines',
    type: 'Microsoft.Security/pricings',
    properties: {
      pricingTier: 'Free',
      freeTrialRemainingTime: 'P30D',
      enforce: 'False',
      resourcesCoverageStatus: 'NotCovered',
    },
  });
  expect(await getPlan(planId('KubernetesService'))).toMatchObject({ deprecated: true, replacedBy: ['Containers'] });
});

test('a list takes the filter of its specification and no other', async () => {
  const { call } = await startDefender();
  const list = (filter: string) =>
    call(
      'GET',
      `${subscriptionScope}/providers/Microsoft.Security/pricings${v2024}&$filter=${encodeURIComponent(filter)}`,
    );
  const names = (await list('name in (VirtualMachines,KeyVaults)')).json.value.map(
    ({ name }: { name: string }) => name,
  );
  expect(names).toEqual(['VirtualMachines', 'KeyVaults']);
  expect((await list("name eq 'VirtualMachines'")).status).toBe(501);
});

test('P2 of the example PutPricingVMsByName: enforced, agentless scanning on, told as an operation', async () => {
  const { putPlan, getPlan, clock } = await startDefender();
  const { status, json } = await putPlan({ properties: { pricingTier: 'Standard', subPlan: 'P2', enforce: 'True' } });
  expect(status).toBe(200);
  const settled = {
    pricingTier: 'Standard',
    subPlan: 'P2',
    freeTrialRemainingTime: 'P30D',
    enablementTime: new Date(clock.now()).toISOString(),
    enforce: 'True',
    resourcesCoverageStatus: 'FullyCovered',
  };
  const agentless = {
    name: 'AgentlessVmScanning',
    isEnabled: 'True',
    additionalExtensionProperties: { ExclusionTags: '[]' },
  };
  const off = (name: string) => ({ name, isEnabled: 'False' });
  expect(json).toEqual({
    id: planId(),
    name: 'VirtualMachines',
    type: 'Microsoft.Security/pricings',
    properties: {
      ...settled,
      extensions: [
        off('MdeDesignatedSubscription'),
        { ...agentless, operationStatus: succeeded },
        off('FileIntegrityMonitoring'),
      ],
    },
  });
  expect(await getPlan()).toEqual({
    ...settled,
    extensions: [off('MdeDesignatedSubscription'), agentless, off('FileIntegrityMonitoring')],
  });
});

test('the whole list with strings, tags as JSON text and the members of file integrity monitoring is taken and kept', async () => {
  const { putPlan, getPlan } = await startDefender();
  const extensions = [
    { name: 'MdeDesignatedSubscription', isEnabled: 'False' },
    {
      name: 'AgentlessVmScanning',
      isEnabled: 'True',
      additionalExtensionProperties: { ExclusionTags: '[{"key":"k","value":"v"}]' },
    },
    {
      name: 'FileIntegrityMonitoring',
      isEnabled: 'True',
      additionalExtensionProperties: { DefinedWorkspaceId: '/subscriptions/s', Rules: '[]' },
    },
  ];
  const reversed = extensions.toReversed();
  expect((await putPlan({ properties: { ...p2.properties, enforce: 'True', extensions: reversed } })).status).toBe(200);
  const read = await getPlan();
  expect(read.extensions).toEqual(extensions);
  expect((await putPlan({ properties: read })).status).toBe(200);
  expect(await getPlan()).toEqual(read);
});

test('a name is taken in any case and answered as Defender spells it', async () => {
  const { call, putPlan } = await startDefender();
  expect((await putPlan(p2, planId('virtualmachines'))).json.name).toBe('VirtualMachines');
  expect((await call('GET', `${planId('VIRTUALMACHINES')}${v2024}`)).json.properties.subPlan).toBe('P2');
});

test('the full plan is meant where none is named', async () => {
  const { putPlan, getPlan } = await startDefender();
  await putPlan(p1);
  await putPlan({ properties: { pricingTier: 'Standard' } });
  expect((await getPlan()).subPlan).toBe('P2');
});

test('what a request does not name stays as it was; tags that it leaves out of an extension are gone', async () => {
  const { putPlan, getPlan } = await startDefender();
  const extension = (name: string, isEnabled: string, more = {}) => ({ name, isEnabled, ...more });
  const agentless = (more = {}) => extension('AgentlessVmScanning', 'True', more);
  await putPlan({
    properties: { ...p2.properties, extensions: [agentless({ additionalExtensionProperties: tags })] },
  });
  await putPlan({ properties: { ...p2.properties, extensions: [extension('FileIntegrityMonitoring', 'True')] } });
  expect((await getPlan()).extensions).toEqual([
    extension('MdeDesignatedSubscription', 'False'),
    agentless({ additionalExtensionProperties: tags }),
    extension('FileIntegrityMonitoring', 'True'),
  ]);
  await putPlan({ properties: { ...p2.properties, extensions: [agentless()] } });
  expect((await getPlan()).extensions[1].additionalExtensionProperties).toEqual({ ExclusionTags: '[]' });
});

test('an extension that fails leaves a 200: told with its message, and as it was when it is read again', async () => {
  const { putPlan, getPlan, control } = await startDefender();
  const message = 'Failed assigning roles {d5a2ae44-610b-4500-93be-660a0c5f5ca6} to {identityName} for plan';
  await control('POST', 'defender/troubles', { extension: 'AgentlessVmScanning', message });
  const { status, json } = await putPlan(p2);
  expect([status, json.properties.pricingTier]).toEqual([200, 'Standard']);
  expect(json.properties.extensions[1]).toMatchObject({
    isEnabled: 'True',
    operationStatus: { code: 'Failed', message },
  });
  expect((await getPlan()).extensions[1].isEnabled).toBe('False');
  const again = { properties: { ...p2.properties, extensions: [{ name: 'AgentlessVmScanning', isEnabled: 'True' }] } };
  expect((await putPlan(again)).json.properties.extensions[1].operationStatus).toEqual(succeeded);
  expect((await getPlan()).extensions[1].isEnabled).toBe('True');
});

test('the partial success of the specification: three extensions of CloudPosture fail, one does not', async () => {
  const { putPlan, control } = await startDefender();
  const failing = ['AgentlessVmScanning', 'AgentlessDiscoveryForKubernetes', 'SensitiveDataDiscovery'];
  await control(
    'POST',
    'defender/troubles',
    failing.map((extension) => ({ extension, plan: 'CloudPosture', subscriptionId })),
  );
  const { json } = await putPlan({ properties: { pricingTier: 'Standard' } }, planId('CloudPosture'));
  const codes = json.properties.extensions.map(
    ({ name, operationStatus }: { name: string; operationStatus?: { code: string } }) => [name, operationStatus?.code],
  );
  expect(codes).toEqual([
    ...failing.map((name) => [name, 'Failed']),
    ['ContainerRegistriesVulnerabilityAssessments', 'Succeeded'],
    ['EntraPermissionsManagement', undefined],
    ['ApiPosture', undefined],
  ]);
});

test('P1 has no agentless scanning: from P2 it goes, and it is not even taken to be turned off', async () => {
  const { putPlan, getPlan } = await startDefender();
  await putPlan(p2);
  const named = { ...p1.properties, extensions: [{ name: 'AgentlessVmScanning', isEnabled: 'False' }] };
  const { status, json } = await putPlan({ properties: named });
  expect(status).toBe(400);
  expect(json.error).toEqual({
    code: 'InvalidInputJson',
    message: "Extension with name 'AgentlessVmScanning' is not supported for 'VirtualMachines' plan and 'P1' SubPlan",
  });
  await putPlan(p1);
  expect((await getPlan()).extensions).toEqual([{ name: 'MdeDesignatedSubscription', isEnabled: 'False' }]);
});

test('turning a plan off takes its extensions and the time of its enablement; the trial goes on', async () => {
  const { putPlan, getPlan, clock } = await startDefender();
  await putPlan(p2);
  await clock.advance(2 * day + 3_600_000);
  const off = { properties: { pricingTier: 'Free', extensions: [{ name: 'AgentlessVmScanning', isEnabled: 'True' }] } };
  expect((await putPlan(off)).status).toBe(200);
  expect(await getPlan()).toEqual({
    pricingTier: 'Free',
    freeTrialRemainingTime: 'P27DT23H',
    enforce: 'False',
    resourcesCoverageStatus: 'NotCovered',
  });
  await clock.advance(30 * day);
  expect((await getPlan()).freeTrialRemainingTime).toBe('PT0S');
});

test.each([
  ['no properties', {}],
  ['no tier', { properties: {} }],
  ['an unknown tier', { properties: { pricingTier: 'Premium' } }],
  ['an unknown sub-plan', { properties: { pricingTier: 'Standard', subPlan: 'P3' } }],
  ['an unknown member', { properties: { pricingTier: 'Free', colour: 'red' } }],
  ['enforce as a boolean', { properties: { pricingTier: 'Standard', enforce: true } }],
  ['enforce as another word', { properties: { pricingTier: 'Standard', enforce: 'yes' } }],
  [
    'isEnabled as a boolean',
    { properties: { ...p2.properties, extensions: [{ name: 'AgentlessVmScanning', isEnabled: true }] } },
  ],
  ['no isEnabled', { properties: { ...p2.properties, extensions: [{ name: 'AgentlessVmScanning' }] } }],
  [
    'an extension of another plan',
    { properties: { ...p2.properties, extensions: [{ name: 'ContainerSensor', isEnabled: 'True' }] } },
  ],
  [
    'an extension twice',
    {
      properties: {
        ...p2.properties,
        extensions: ['True', 'False'].map((isEnabled) => ({ name: 'AgentlessVmScanning', isEnabled })),
      },
    },
  ],
  [
    'tags that are no text',
    {
      properties: {
        ...p2.properties,
        extensions: [
          { name: 'AgentlessVmScanning', isEnabled: 'True', additionalExtensionProperties: { ExclusionTags: [] } },
        ],
      },
    },
  ],
  [
    'tags that are no JSON',
    {
      properties: {
        ...p2.properties,
        extensions: [
          {
            name: 'AgentlessVmScanning',
            isEnabled: 'True',
            additionalExtensionProperties: { ExclusionTags: "[{'Key':'a'}]" },
          },
        ],
      },
    },
  ],
])('a plan with %s is refused and nothing changes', async (_what, body) => {
  const { putPlan, getPlan } = await startDefender();
  expect((await putPlan(body)).status).toBe(400);
  expect((await getPlan()).pricingTier).toBe('Free');
});

test("the body of the built-in policy for the plan's features is taken: flags in lower case, no tags", async () => {
  const { call, getPlan } = await startDefender();
  const extensions = [
    { name: 'AgentlessVmScanning', isEnabled: 'false' },
    { name: 'MdeDesignatedSubscription', isEnabled: 'true' },
  ];
  const body = { properties: { ...p2.properties, extensions } };
  expect((await call('PUT', `${planId()}?api-version=2023-01-01`, body)).status).toBe(200);
  const read: { name: string; isEnabled: string }[] = (await getPlan()).extensions;
  expect(read.map(({ name, isEnabled }) => [name, isEnabled])).toEqual([
    ['MdeDesignatedSubscription', 'True'],
    ['AgentlessVmScanning', 'False'],
    ['FileIntegrityMonitoring', 'False'],
  ]);
});

test('an unknown plan is refused with the names there are', async () => {
  const { call } = await startDefender();
  const { status, json } = await call('GET', `${planId('default')}${v2024}`);
  expect(status).toBe(400);
  expect(json.error.message).toMatch(
    /^The name 'default' is not a valid name\. Possible pricing bundle names: VirtualMachines, SqlServers, /,
  );
});

test.each([
  ['2022-03-01', ['pricingTier', 'subPlan', 'freeTrialRemainingTime']],
  ['2023-01-01', ['pricingTier', 'subPlan', 'freeTrialRemainingTime', 'enablementTime', 'extensions']],
  [
    '2025-10-01-preview',
    [
      ...['pricingTier', 'subPlan', 'freeTrialRemainingTime', 'enablementTime', 'extensions', 'enforce'],
      ...['resourcesCoverageStatus', 'managedBy', 'originatedFrom'],
    ],
  ],
])('%s shows its own members, and takes no others', async (version, members) => {
  const { call, control } = await startDefender();
  const managed = { tier: 'P2', managedBy: 'Contoso', originatedFrom: 'M365' };
  await control('POST', 'defender', { subscriptionId, servers: managed });
  const { json } = await call('GET', `${planId()}?api-version=${version}`);
  expect(Object.keys(json.properties).toSorted()).toEqual(members.toSorted());
  const body = { properties: { pricingTier: 'Standard', subPlan: 'P2', enforce: 'True' } };
  const { status } = await call('PUT', `${planId()}?api-version=${version}`, body);
  expect(status).toBe(members.includes('enforce') ? 200 : 400);
});

test('who manages a plan is only told: a request cannot say it', async () => {
  const { call, control } = await startDefender();
  const path = `${planId()}?api-version=2025-10-01-preview`;
  await call('PUT', path, { properties: { ...p2.properties, managedBy: 'me' } });
  expect((await call('GET', path)).json.properties).not.toHaveProperty('managedBy');
  await control('POST', 'defender', { subscriptionId, servers: { tier: 'P2', managedBy: 'Contoso' } });
  await call('PUT', path, p1);
  expect((await call('GET', path)).json.properties).toMatchObject({ subPlan: 'P1', managedBy: 'Contoso' });
});

test('while one plan is being saved another of the subscription is not', async () => {
  const { putPlan, clock } = await startDefender();
  await putPlan(p2);
  const other = () => putPlan({ properties: { pricingTier: 'Standard' } }, planId('CloudPosture'));
  const { status, json } = await other();
  expect([status, json.error]).toEqual([409, { code: 'Conflict', message: 'Another update operation is in progress' }]);
  expect((await putPlan(p1)).status).toBe(200);
  await clock.advance(10_000);
  expect((await other()).status).toBe(200);
});

test('the plan of a subscription cannot be deleted', async () => {
  const { call } = await startDefender();
  expect((await call('DELETE', `${planId()}${v2024}`)).status).toBe(405);
});

test('a reset gives back a subscription without a plan', async () => {
  const { putPlan, getPlan, azure } = await startDefender();
  await putPlan(p2);
  await azure.reset();
  expect((await getPlan()).pricingTier).toBe('Free');
  expect((await putPlan(free)).status).toBe(200);
});

test('where Microsoft.Security is not registered no plan is taken, and none is shown', async () => {
  const { call, putPlan, control } = await startDefender();
  await control('POST', 'subscriptions', { id: subscriptionId, unregistered: ['Microsoft.Security'] });
  for (const { status, json } of [await putPlan(p2), await call('GET', `${planId()}${v2024}`)]) {
    expect([status, json.error.code]).toEqual([404, 'Subscription Not Registered']);
  }
});
