import type { PrincipalName } from '../../../local/azure/core/request/principals.ts';
import { createLocalAzure } from '../../../local/azure/local-azure.ts';
import { defaultSubscriptionId } from '../../../local/azure/simulator.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { withApiVersion } from './azure-fixture.ts';

export const subscriptionId = defaultSubscriptionId;
export const subscriptionScope = `/subscriptions/${subscriptionId}`;
export const groupId = `${subscriptionScope}/resourceGroups/demo`;
export const vmId = (name: string) => `${groupId}/providers/Microsoft.Compute/virtualMachines/${name}`;
export const arcId = (name: string) => `${groupId}/providers/Microsoft.HybridCompute/machines/${name}`;
export const ruleId = (name: string) => `${groupId}/providers/Microsoft.Insights/dataCollectionRules/${name}`;
export const endpointId = (name: string) => `${groupId}/providers/Microsoft.Insights/dataCollectionEndpoints/${name}`;
export const associationId = (machineId: string, name: string) =>
  `${machineId}/providers/Microsoft.Insights/dataCollectionRuleAssociations/${name}`;
/** The body by which an agent registers its Arc machine. */
export const registration = {
  location: 'westeurope',
  properties: { vmId: '41ce0000-0000-4000-a000-000000000001' },
};
export const monitorAgent = {
  location: 'westeurope',
  properties: {
    publisher: 'Microsoft.Azure.Monitor',
    type: 'AzureMonitorLinuxAgent',
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
  },
};
export const origin = 'https://127.0.0.1:7443';

/** The whole local Azure on a virtual clock, with the group `demo`, and raw calls to it. */
export async function startLocalAzure() {
  const clock = new VirtualClock();
  const azure = createLocalAzure({ time: clock, ledger: clock });
  const send = async (method: string, path: string, body: unknown, headers: Record<string, string>) => {
    const response = await azure.handle({
      method,
      url: `${origin}${path}`,
      headers: { 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { ...response, json: response.body === undefined ? undefined : JSON.parse(response.body) };
  };
  /** Raw ARM as the operator, with the newest api-version of the type unless the path has one. */
  const call = (method: string, path: string, body?: unknown, as: PrincipalName = 'operator') => {
    const { pathname, search } = new URL(withApiVersion(`${origin}${path}`));
    return send(method, `${pathname}${search}`, body, { authorization: `Bearer ${azure.token(as)}` });
  };
  /** `/_sim/...`, without a token. */
  const control = (method: string, path: string, body?: unknown) => send(method, `/_sim/${path}`, body, {});
  await call('PUT', groupId, { location: 'westeurope' });
  return { clock, azure, call, control };
}
