import type { PrincipalName } from '../../../../local/azure/core/request/principals.ts';
import {
  arcId,
  associationId,
  monitorAgent,
  registration,
  ruleId,
  startLocalAzure,
  subscriptionId,
  vmId,
} from '../local-azure-fixture.ts';

export const graphPath = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
export const ubuntuVm = {
  location: 'westeurope',
  properties: {
    storageProfile: {
      imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
    },
  },
};

export interface GraphOptions {
  readonly $top?: number;
  readonly $skip?: number;
  readonly $skipToken?: string;
  readonly resultFormat?: 'table' | 'objectArray';
}

/** A local Azure with a VM and an Arc machine, each with an agent, and one association; and queries to its Resource Graph. */
export async function startGraph() {
  const world = await startLocalAzure();
  const { call, clock } = world;
  await call('PUT', ruleId('dcr'), { location: 'westeurope', kind: 'Linux', properties: {} });
  await call('PUT', vmId('Web1'), { ...ubuntuVm, tags: { owner: 'ops' } });
  await call('PUT', arcId('edge1'), {
    location: 'northeurope',
    properties: { vmId: registration.properties.vmId, osType: 'linux' },
  });
  await clock.advance(180_000);
  await call('PUT', `${vmId('Web1')}/extensions/AzureMonitorLinuxAgent`, {
    ...monitorAgent,
    properties: { ...monitorAgent.properties, typeHandlerVersion: '1.36' },
  });
  await call('PUT', `${arcId('edge1')}/extensions/AzureMonitorLinuxAgent`, {
    ...monitorAgent,
    location: 'northeurope',
  });
  await call('PUT', associationId(vmId('Web1'), 'to-dcr'), { properties: { dataCollectionRuleId: ruleId('dcr') } });
  await clock.advance(600_000);
  const query = (
    text: string,
    options: GraphOptions = {},
    as: PrincipalName = 'app',
    subscriptions = [subscriptionId],
  ) => call('POST', graphPath, { query: text, subscriptions, options }, as);
  return { ...world, query };
}
