import type { LocalAzure } from '../local-azure.ts';
import { putResource } from './put-resource.ts';
import { builtInGroup, type IdsOf, monitoringGroup, type SeedIds } from './seed-names.ts';
import type { Seed } from './seed-schema.ts';

const groupVersion = '2021-04-01';
const lockNotes =
  'Please do not delete this User-Assigned Identity since extensions enabled by Azure Policy are relying on their existence.';

/** Groups, identities with their locks, and rules: what is there before any machine. */
export async function seedSurroundings(azure: LocalAzure, seed: Seed, idsOf: IdsOf): Promise<void> {
  await seedRegions(azure, idsOf({}), seed.regions, seed.withoutBuiltInIdentity);
  for (const { id, regions } of seed.subscriptions) {
    if (regions.length > 0) await seedRegions(azure, idsOf({ subscription: id }), regions, seed.withoutBuiltInIdentity);
  }
  for (const group of seed.groups) {
    const { name, region, managedBy, tags } = group;
    await putResource(azure, idsOf(group).group(name), { location: region, managedBy, tags }, groupVersion);
  }
  for (const identity of seed.identities) {
    const id = idsOf(identity).identity(identity.group, identity.name);
    await putResource(azure, id, { location: identity.region }, '2024-11-30');
  }
  for (const rule of seed.rules) {
    await seedRule(azure, idsOf(rule).rule(rule.group, rule.name), rule.region, rule.kind);
  }
}

/** In each region of a subscription a built-in identity, and a rule for each system. */
async function seedRegions(
  azure: LocalAzure,
  ids: SeedIds,
  regions: readonly string[],
  withoutIdentity: readonly string[],
): Promise<void> {
  const home = regions[0] ?? 'westeurope';
  for (const group of [builtInGroup, monitoringGroup]) {
    await putResource(azure, ids.group(group), { location: home }, groupVersion);
  }
  for (const region of regions) {
    if (!withoutIdentity.includes(region)) await seedBuiltInIdentity(azure, ids, region);
    await seedRule(azure, ids.defaultRule(region, 'linux'), region, 'Linux');
    await seedRule(azure, ids.defaultRule(region, 'windows'), region, 'Windows');
  }
}

/** As the built-in policies of Azure Monitor make it, lock included. */
async function seedBuiltInIdentity(azure: LocalAzure, ids: SeedIds, region: string): Promise<void> {
  const id = ids.builtInIdentity(region);
  await putResource(azure, id, { location: region }, '2018-11-30');
  const lock = `${id}/providers/Microsoft.Authorization/locks/CanNotDeleteLock-${id.split('/').at(-1)}`;
  await putResource(azure, lock, { properties: { level: 'CanNotDelete', notes: lockNotes } }, '2016-09-01');
}

/** With the workspace `logs` in its group, in the region of the first rule there. */
async function seedRule(azure: LocalAzure, id: string, region: string, kind: 'Linux' | 'Windows'): Promise<void> {
  const workspace = `${id.split('/').slice(0, 5).join('/')}/providers/Microsoft.OperationalInsights/workspaces/logs`;
  if (azure.workspaces.collection.get(workspace) === undefined) {
    await putResource(azure, workspace, { location: region }, '2021-06-01');
    azure.workspaces.settle();
  }
  const stream = kind === 'Linux' ? 'Microsoft-Syslog' : 'Microsoft-Event';
  const source =
    kind === 'Linux'
      ? { syslog: [{ name: 'syslog', streams: [stream], facilityNames: ['daemon'], logLevels: ['Warning', 'Error'] }] }
      : {
          windowsEventLogs: [
            { name: 'events', streams: [stream], xPathQueries: ['System!*[System[(Level=1 or Level=2)]]'] },
          ],
        };
  const properties = {
    dataSources: source,
    destinations: { logAnalytics: [{ name: 'logs', workspaceResourceId: workspace }] },
    dataFlows: [{ streams: [stream], destinations: ['logs'] }],
  };
  await putResource(azure, id, { location: region, kind, properties }, '2022-06-01');
}
