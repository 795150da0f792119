import { startLocalAzure, subscriptionId } from './local-azure-fixture.ts';

export const prodId = '5b5c0000-0000-4000-a000-0000000000b1';
export const testId = '5b5c0000-0000-4000-a000-0000000000b2';
export const otherTenant = '7e4a47ed-0000-4000-a000-0000000000ff';
export const groupPath = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`;

/** The first subscription in the root group, one more in `platform/prod`, one in `platform`. */
export async function startTenancy() {
  const world = await startLocalAzure();
  const made = await world.control('POST', 'subscriptions', [
    {
      id: prodId,
      displayName: 'Prod',
      managementGroup: 'platform/prod',
      tags: { env: 'prod' },
      quotaId: 'MSDN_2014-09-01',
    },
    { id: testId, displayName: 'Test', managementGroup: 'platform' },
  ]);
  if (made.status !== 201) throw new Error(`The subscriptions were not made: ${made.body}`);
  /** Changes a subscription; the second one by default. */
  const report = (members: object, id = prodId) => world.control('POST', 'subscriptions', { id, ...members });
  return { ...world, report, firstId: subscriptionId };
}
