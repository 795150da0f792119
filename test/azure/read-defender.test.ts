import { describe, expect, test } from 'vitest';
import { decodeFailure } from '../../src/domain/failures/decode-failure.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import type { AzureWrite } from '../../src/domain/write/azure-write.ts';
import { subscription } from './payloads.ts';
import { permitFor } from './permits.ts';
import { recordedAzure } from './recorded-azure.ts';
import { pathOf, type RecordedReply } from './recorded-http-client.ts';

const target = subscriptionRef(subscription);
const security = `/subscriptions/${subscription}/providers/Microsoft.Security`;

/** As GET shows the plan (specification of pricings, GetPricingByNameVirtualMachines). */
const plan = {
  id: `${security}/pricings/VirtualMachines`,
  name: 'VirtualMachines',
  type: 'Microsoft.Security/pricings',
  properties: {
    pricingTier: 'Standard',
    subPlan: 'P2',
    freeTrialRemainingTime: 'PT0S',
    enforce: 'False',
    resourcesCoverageStatus: 'PartiallyCovered',
    managedBy: 'M365',
    extensions: [
      { name: 'MdeDesignatedSubscription', isEnabled: 'False' },
      {
        name: 'AgentlessVmScanning',
        isEnabled: 'True',
        additionalExtensionProperties: { ExclusionTags: '[]' },
        operationStatus: { code: 'Succeeded', message: 'Successfully enabled extension' },
      },
    ],
  },
};
const settings = {
  value: [
    { name: 'WDATP', kind: 'DataExportSettings', properties: { enabled: true } },
    { name: 'Sentinel', kind: 'AlertSyncSettings', properties: { enabled: false } },
  ],
};

function azureWith(planOf: (url: string) => RecordedReply, list: unknown = settings) {
  return recordedAzure(({ url }) => (url.includes('/pricings/') ? planOf(url) : { status: 200, body: list }));
}

describe('the plan and the settings of Defender', () => {
  test('are read in two calls, the plan with the version that tells who manages it', async () => {
    const { port, sent } = azureWith(() => ({ status: 200, body: plan }));
    expect(await port.readDefender(target)).toEqual({
      kind: 'found',
      value: {
        plan: {
          pricingTier: 'Standard',
          subPlan: 'P2',
          enforce: 'False',
          managedBy: 'M365',
          coverage: 'PartiallyCovered',
          extensions: [
            { name: 'MdeDesignatedSubscription', isEnabled: 'False' },
            {
              name: 'AgentlessVmScanning',
              isEnabled: 'True',
              additionalExtensionProperties: { ExclusionTags: '[]' },
              operationStatus: { code: 'Succeeded', message: 'Successfully enabled extension' },
            },
          ],
        },
        settings: { WDATP: true, Sentinel: false },
      },
    });
    expect(sent.map(pathOf).toSorted()).toEqual([
      `${security}/pricings/VirtualMachines?api-version=2026-07-01`,
      `${security}/settings?api-version=2022-05-01`,
    ]);
  });

  test('are read where that version does not exist yet', async () => {
    const refused = { status: 400, body: { error: { code: 'InvalidResourceType', message: 'no such version' } } };
    const { port } = azureWith((url) => (url.includes('2026-07-01') ? refused : { status: 200, body: plan }));
    expect((await port.readDefender(target)).kind).toBe('found');
  });

  test('a free plan has no extensions', async () => {
    const { port } = azureWith(() => ({ status: 200, body: { properties: { pricingTier: 'Free' } } }), { value: [] });
    expect(await port.readDefender(target)).toMatchObject({
      kind: 'found',
      value: { plan: { pricingTier: 'Free', extensions: [] }, settings: {} },
    });
  });

  test('are no facts where one of them cannot be read', async () => {
    const { port } = azureWith(() => ({
      status: 403,
      body: { error: { code: 'AuthorizationFailed', message: 'no' } },
    }));
    expect(await port.readDefender(target)).toMatchObject({ kind: 'failed', failure: { status: 403 } });
  });
});

describe('a setting of Defender for Endpoint', () => {
  const readSettings = async (value: readonly object[]) =>
    await azureWith(() => ({ status: 200, body: plan }), { value }).port.readDefender(target);
  const wdatp = { name: 'WDATP', properties: { enabled: true } };

  test.each(['WDATP', 'WDATP_UNIFIED_SOLUTION', 'wdatp_exclude_linux_public_preview'])(
    'E5 E11: that is listed without its value is half a reply, and never counts as on: %s',
    async (name) => {
      for (const properties of [{}, { enabled: null }, null, undefined]) {
        const read = await readSettings([wdatp, { name, kind: 'DataExportSettings', properties }]);
        expect(read).toMatchObject({ kind: 'failed', failure: { code: 'UnreadableReply' } });
      }
    },
  );

  test('E5: is known however Azure spells its name; of others nothing is asked', async () => {
    const others = [{ name: 'Sentinel', kind: 'AlertSyncSettings' }];
    expect(await readSettings([{ name: 'wdatp', properties: { enabled: false } }, ...others])).toMatchObject({
      kind: 'found',
      value: { settings: { WDATP: false } },
    });
  });
});

describe('a step', () => {
  const sentPaths = (sent: readonly Parameters<typeof pathOf>[0][], from: number) =>
    sent
      .slice(from)
      .map((request) => `${request.method} ${pathOf(request).split('/Microsoft.Security/')[1]?.split('?')[0]}`)
      .toSorted();
  const planWrite: AzureWrite = {
    kind: 'putDefenderPlan',
    target,
    body: { properties: { pricingTier: 'Standard' } },
  };

  test('reads the half that it changes, and takes the other one from its look', async () => {
    const { port, sent } = azureWith(() => ({ status: 200, body: plan }));
    await port.readDefender(target);
    await port.readDefender(target, 'plan');
    expect(sentPaths(sent, 2)).toEqual(['GET pricings/VirtualMachines']);
    await port.readDefender(target, 'settings');
    expect(sentPaths(sent, 3)).toEqual(['GET settings']);
  });

  test('reads both where the look was a minute ago, or there was none', async () => {
    const { port, sent, clock } = azureWith(() => ({ status: 200, body: plan }));
    await port.readDefender(target, 'plan');
    expect(sentPaths(sent, 0)).toEqual(['GET pricings/VirtualMachines', 'GET settings']);
    clock.ms += 60_000;
    await port.readDefender(target, 'plan');
    expect(sentPaths(sent, 2)).toEqual(['GET pricings/VirtualMachines', 'GET settings']);
  });

  const answerOf = (tier: string) => {
    const { managedBy: _, ...written } = { ...plan.properties, pricingTier: tier };
    return { ...plan, properties: written };
  };

  test('takes the plan from the answer to its write, which does not tell who manages it; the settings are read', async () => {
    const before = { ...plan, properties: { ...plan.properties, pricingTier: 'Free' } };
    let isWritten = false;
    const { port, sent, wallClock } = azureWith(() => ({
      status: 200,
      body: isWritten ? answerOf('Standard') : before,
    }));
    await port.readDefender(target);
    isWritten = true;
    await port.send(permitFor(planWrite, wallClock.ms), planWrite);
    const read = await port.readDefender(target, 'settings');
    expect(read).toMatchObject({ kind: 'found', value: { plan: { pricingTier: 'Standard', managedBy: 'M365' } } });
    expect(sentPaths(sent, 3)).toEqual(['GET settings']);
  });

  test('reads both after a write of the plan that was refused, or whose answer shows no plan', async () => {
    for (const answer of [
      { status: 409, body: {} },
      { status: 200, body: {} },
    ]) {
      let isWritten = false;
      const { port, sent, wallClock } = azureWith(() => (isWritten ? answer : { status: 200, body: plan }));
      await port.readDefender(target);
      isWritten = true;
      await port.send(permitFor(planWrite, wallClock.ms), planWrite);
      isWritten = false;
      await port.readDefender(target, 'settings');
      expect(sentPaths(sent, 3)).toEqual(['GET pricings/VirtualMachines', 'GET settings']);
    }
  });

  test('a look reads both, however young they are', async () => {
    const { port, sent } = azureWith(() => ({ status: 200, body: plan }));
    await port.readDefender(target);
    await port.readDefender(target);
    expect(sentPaths(sent, 2)).toEqual(['GET pricings/VirtualMachines', 'GET settings']);
  });
});

describe('the switches beside them', () => {
  const read = (body: unknown) => recordedAzure(() => ({ status: 200, body })).port;

  test('E18: the selected scanner is none where the list is empty', async () => {
    expect(await read({ value: [] }).readVulnerabilityAssessment(target)).toEqual({
      kind: 'found',
      value: { selectedProvider: undefined },
    });
    const chosen = [{ name: 'AzureServersSetting', properties: { selectedProvider: 'MdeTvm' } }];
    expect(await read({ value: chosen }).readVulnerabilityAssessment(target)).toEqual({
      kind: 'found',
      value: { selectedProvider: 'MdeTvm' },
    });
  });

  test('P13: the switch of the legacy agent is read, and off where there is none', async () => {
    expect(await read({ value: [] }).readAutoProvisioning(target)).toEqual({
      kind: 'found',
      value: { autoProvision: 'Off' },
    });
    const on = [{ name: 'default', properties: { autoProvision: 'On' } }];
    expect(await read({ value: on }).readAutoProvisioning(target)).toEqual({
      kind: 'found',
      value: { autoProvision: 'On' },
    });
  });
});

describe('a plan that is written', () => {
  const write: AzureWrite = {
    kind: 'putDefenderPlan',
    target,
    body: { properties: { pricingTier: 'Standard', subPlan: 'P2' } },
  };
  const answer = (statuses: readonly object[]) => ({
    ...plan,
    properties: {
      ...plan.properties,
      extensions: statuses.map((operationStatus, index) => ({ name: `E${index}`, isEnabled: 'True', operationStatus })),
    },
  });
  const send = async (body: unknown) => {
    const { port, wallClock, sent } = recordedAzure(() => ({
      status: 200,
      body,
      headers: { 'x-ms-correlation-request-id': 'c1' },
    }));
    return { outcome: await port.send(permitFor(write, wallClock.ms), write), sent };
  };

  test('P10: has failed where an extension has, although Azure answers 200', async () => {
    const message = 'Failed find dedicated first party application client ID for extension';
    const { outcome, sent } = await send(answer([{ code: 'Succeeded' }, { code: 'Failed', message }]));
    expect(outcome).toEqual({
      kind: 'failed',
      failure: { source: 'operation', code: 'PlanExtensionFailed', message: `E1: ${message}` },
      correlationId: 'c1',
    });
    expect(sent.map(pathOf)).toEqual([`${security}/pricings/VirtualMachines?api-version=2024-01-01`]);
  });

  test('P10: is that failure whatever the message says', async () => {
    const { outcome } = await send(answer([{ code: 'Failed', message: 'too many requests; ScopeLocked' }]));
    expect(
      outcome.kind === 'failed' && decodeFailure(outcome.failure, { targetId: target.resourceId, resourceId: '' }).code,
    ).toBe('PlanExtensionFailed');
  });

  test('P10: has not failed where all extensions succeeded, or Azure says nothing of them', async () => {
    expect((await send(answer([{ code: 'Succeeded' }]))).outcome.kind).toBe('accepted');
    expect((await send({ properties: { pricingTier: 'Free' } })).outcome.kind).toBe('accepted');
    expect((await send('')).outcome.kind).toBe('accepted');
  });
});
