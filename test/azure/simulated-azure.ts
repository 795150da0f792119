import { createInProcessHttpClient } from '../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../local/azure/client/simulator-credential.ts';
import { newestVersionFor } from '../../local/azure/core/request/api-versions-of-types.ts';
import { createLocalAzure } from '../../local/azure/local-azure.ts';
import { VirtualClock } from '../../local/clock/virtual-clock.ts';
import { createAzurePort } from '../../src/azure/create-azure-port.ts';
import type { MachineRef } from '../../src/domain/target/machine-ref.ts';
import type { AzureWrite } from '../../src/domain/write/azure-write.ts';
import type { WriteOutcome } from '../../src/ports/azure.ts';
import { group, identityId, ruleId } from './payloads.ts';
import { permitFor } from './permits.ts';
import { endpoint, MemoryGates, SetClock } from './recorded-azure.ts';
import { assertValidRequest } from './schema-check.ts';

/** The adapter on the simulator, with the group, the built-in identity and a rule; every body is checked as it leaves. */
export async function simulatedAzure() {
  const clock = new VirtualClock();
  const wallClock = new SetClock();
  const azure = createLocalAzure({ time: clock, ledger: clock });
  const transport = createInProcessHttpClient(azure);
  const writes: string[] = [];
  const port = createAzurePort({
    endpoint,
    audience: 'https://management.azure.com',
    managedIdentityClientId: undefined,
    credential: simulatorCredential(azure, 'app'),
    httpClient: {
      sendRequest: async (request) => {
        const { method, url, body } = request;
        if (method !== 'GET') writes.push(`${method} ${new URL(url).pathname}`);
        assertValidRequest({ method, url, body: typeof body === 'string' ? JSON.parse(body) : undefined });
        return await transport.sendRequest(request);
      },
    },
    gates: new MemoryGates(),
    clock,
    wallClock,
  });
  /** As another principal; answers the body. */
  const callAzure = async (method: string, path: string, body?: object): Promise<unknown> => {
    const url = new URL(path, endpoint);
    if (!url.searchParams.has('api-version')) url.searchParams.set('api-version', newestVersionFor(url.pathname));
    const reply = await azure.handle({
      method,
      url: url.href,
      headers: { authorization: `Bearer ${azure.token('operator')}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.body ?? ''}`);
    return reply.body === undefined || reply.body === '' ? undefined : JSON.parse(reply.body);
  };
  const facts = async (machine: MachineRef) => {
    const outcome = await port.readMachine(machine, { associations: true });
    if (outcome.kind !== 'found') throw new Error(`not read: ${JSON.stringify(outcome)}`);
    return outcome.value;
  };
  const send = async (write: AzureWrite): Promise<WriteOutcome> =>
    await port.send(permitFor(write, wallClock.ms), write);

  await callAzure('PUT', group, { location: 'westeurope' });
  await callAzure('PUT', identityId.slice(0, identityId.indexOf('/providers/')), { location: 'westeurope' });
  await callAzure('PUT', identityId, { location: 'westeurope' });
  await callAzure('PUT', `${ruleId}?api-version=2024-03-11`, { location: 'westeurope', kind: 'Linux', properties: {} });
  return { azure, port, callAzure, facts, send, writes, clock };
}
