import { expect, test } from 'vitest';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { armError, subscription } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';
import type { RecordedReply } from './recorded-http-client.ts';

const target = subscriptionRef(subscription);
const vmIdOf = (name: number) =>
  `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-${name}`;

const page = (rows: readonly object[]): RecordedReply => ({
  status: 200,
  body: { totalRecords: rows.length, count: rows.length, resultTruncated: 'false', data: rows, facets: [] },
});
const machine = (name: number) => ({
  id: vmIdOf(name),
  machineId: vmIdOf(name).toLowerCase(),
  machineType: 'microsoft.compute/virtualmachines',
  name: `vm-${name}`,
  location: 'westeurope',
  resourceGroup: 'g',
  subscriptionId: subscription,
  extensions: null,
});

/** So many machines; the plan of each by its number. */
function azureWith(count: number, planOf: (name: number) => RecordedReply) {
  return recordedAzure(({ url, body }) => {
    const name = /vm-(\d+)\/providers\/Microsoft\.Security/.exec(url)?.[1];
    if (name !== undefined) return planOf(Number(name));
    const isOfSubscriptions = JSON.stringify(body).includes('resourcecontainers');
    if (isOfSubscriptions) {
      const tenant = '7e4a47ed-0000-4000-a000-000000000001';
      const row = { subscription, name: 'shop', tenant, state: 'Enabled', ancestors: [] };
      return page([row]);
    }
    return page(Array.from({ length: count }, (_, index) => machine(index)));
  });
}

const plan = (pricingTier: string, inherited: string): RecordedReply => ({
  status: 200,
  body: { properties: { pricingTier, inherited } },
});

test('P3: own plans are counted machine by machine, what is inherited is none', async () => {
  const { port } = azureWith(6, (name) =>
    name < 2 ? plan('Free', 'False') : name < 3 ? plan('Standard', 'False') : plan('Standard', 'True'),
  );
  expect(await port.readOwnPlans(target)).toEqual({ free: 2, standard: 1, asked: 6, machines: 6 });
});

test('P3: forty machines are asked at most, once in six hours, and what did not answer does not count', async () => {
  const { port, sent, clock } = azureWith(100, (name) =>
    name === 7 ? { status: 403, body: armError('AuthorizationFailed') } : plan('Free', 'True'),
  );
  const plans = () => sent.filter(({ url }) => url.includes('/pricings/')).length;
  expect(await port.readOwnPlans(target)).toEqual({ free: 0, standard: 0, asked: 39, machines: 100 });
  clock.ms += 5 * 3_600_000;
  await port.readOwnPlans(target);
  expect(plans()).toBe(40);
  clock.ms += 3_600_000;
  await port.readOwnPlans(target);
  expect(plans()).toBe(80);
});

test('P3: where Resource Graph does not answer in full, nobody knows how many, and it is asked again soon', async () => {
  const { port, sent, clock } = recordedAzure(() => ({ status: 403, body: armError('AuthorizationFailed') }));
  expect(await port.readOwnPlans(target)).toEqual({ free: 0, standard: 0, asked: 0, machines: undefined });
  await port.readOwnPlans(target);
  expect(sent).toHaveLength(1);
  clock.ms += 600_000;
  await port.readOwnPlans(target);
  expect(sent).toHaveLength(2);
});
