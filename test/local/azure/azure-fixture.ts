import { ComputeManagementClient } from '@azure/arm-compute';
import {
  createInProcessHttpClient,
  type InProcessOptions,
} from '../../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../../local/azure/client/simulator-credential.ts';
import { newestVersionFor } from '../../../local/azure/core/request/api-versions-of-types.ts';
import type { PrincipalName } from '../../../local/azure/core/request/principals.ts';
import type { ResourceEvent } from '../../../local/azure/core/types.ts';
import { createSimulator, defaultSubscriptionId, type SimulatorOptions } from '../../../local/azure/simulator.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';

export const subscriptionId = defaultSubscriptionId;
export const groupId = `/subscriptions/${subscriptionId}/resourceGroups/demo`;
export const vmId = (name: string) => `${groupId}/providers/Microsoft.Compute/virtualMachines/${name}`;
export const identityId = (name: string) =>
  `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;

export const ubuntu = {
  publisher: 'Canonical',
  offer: '0001-com-ubuntu-server-jammy',
  sku: '22_04-lts-gen2',
  version: 'latest',
};

const origin = 'https://127.0.0.1:7443';

/** The URL, with the newest api-version of its type when it has none. */
export function withApiVersion(text: string): string {
  if (/[?&]api-version=/i.test(text)) return text;
  return `${text}${text.includes('?') ? '&' : '?'}api-version=${newestVersionFor(new URL(text).pathname)}`;
}

/** A simulator on a virtual clock with the group `demo`, and ways to call it. */
export async function startAzure(options: Partial<SimulatorOptions> = {}) {
  const clock = new VirtualClock();
  const simulator = createSimulator({ time: clock, ledger: clock, ...options });
  const events: ResourceEvent[] = [];
  simulator.context.hooks.onEvent.push((event) => events.push(event));

  /** Raw ARM as the operator, with the newest api-version of the type unless the path has one. */
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const url = withApiVersion(`${origin}${path}`);
    const response = await simulator.handle({
      method,
      url,
      headers: {
        authorization: `Bearer ${simulator.token('operator')}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { ...response, json: response.body === undefined ? undefined : JSON.parse(response.body) };
  };
  const compute = (principal: PrincipalName = 'app', pause?: InProcessOptions['pause']) =>
    new ComputeManagementClient(simulatorCredential(simulator, principal), subscriptionId, {
      endpoint: origin,
      httpClient: createInProcessHttpClient(simulator, pause === undefined ? {} : { pause }),
      retryOptions: { maxRetries: 0 },
    });
  /** Creates a VM and waits until its agent is ready. */
  const createVm = async (name: string, properties: object = {}, rest: object = {}) => {
    await call('PUT', vmId(name), {
      location: 'westeurope',
      properties: { storageProfile: { imageReference: ubuntu }, ...properties },
      ...rest,
    });
    await clock.advance(120_000);
  };
  await call('PUT', groupId, { location: 'westeurope' });
  events.length = 0;
  return { clock, simulator, events, call, compute, createVm };
}
