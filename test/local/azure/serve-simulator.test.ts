import { request } from 'node:https';
import { ComputeManagementClient } from '@azure/arm-compute';
import { ManagedIdentityCredential } from '@azure/identity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCertificate, type ServerCertificate } from '../../../local/azure/server/certificate.ts';
import type { RunningServer } from '../../../local/azure/server/running-server.ts';
import { type IdentityServer, serveIdentity } from '../../../local/azure/server/serve-identity.ts';
import { serveSimulator } from '../../../local/azure/server/serve-simulator.ts';
import { groupId, startAzure, subscriptionId, ubuntu, vmId } from './azure-fixture.ts';

let azure: Awaited<ReturnType<typeof startAzure>>;
let certificate: ServerCertificate;
let server: RunningServer;
let identity: IdentityServer;

beforeAll(async () => {
  azure = await startAzure();
  certificate = await createCertificate();
  server = await serveSimulator({ simulator: azure.simulator, certificate, port: 0 });
  identity = await serveIdentity({ simulator: azure.simulator, port: 0 });
});

afterAll(async () => {
  await server.close();
  await identity.close();
});

/** Plain https, trusting only the simulator's certificate. */
function send(method: string, path: string, headers: Record<string, string>, body?: string) {
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method, ca: certificate.certificate, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('the SDK with ManagedIdentityCredential creates and reads over https as the app', async () => {
  process.env.IDENTITY_ENDPOINT = identity.identityEndpoint;
  process.env.IDENTITY_HEADER = 'anything';
  const client = new ComputeManagementClient(new ManagedIdentityCredential(), subscriptionId, {
    endpoint: server.url,
    tlsOptions: { ca: certificate.certificate },
    retryOptions: { maxRetries: 0 },
  });
  await client.virtualMachines
    .createOrUpdate('demo', 'web1', { location: 'westeurope', storageProfile: { imageReference: ubuntu } })
    .submitted();
  await azure.clock.advance(120_000);
  const vm = await client.virtualMachines.get('demo', 'web1', { expand: 'instanceView' });
  expect(vm).toMatchObject({ id: vmId('web1'), provisioningState: 'Succeeded' });
  expect(azure.simulator.context.calls.all().at(-1)).toMatchObject({ principal: 'app', status: 200 });
  expect(JSON.stringify(azure.simulator.context.calls.all())).not.toContain('Bearer');
});

test('links of asynchronous answers lead back to where the client called', async () => {
  const { headers } = await send(
    'PUT',
    `${vmId('web2')}?api-version=2024-07-01`,
    { authorization: `Bearer ${azure.simulator.token('operator')}`, 'content-type': 'application/json' },
    JSON.stringify({ location: 'westeurope' }),
  );
  expect(headers['azure-asyncoperation']).toMatch(new RegExp(`^${server.url}/subscriptions/`));
});

test('a body above 4 MB is refused, a dropped reply closes the connection', async () => {
  const headers = { authorization: `Bearer ${azure.simulator.token('operator')}`, 'content-type': 'application/json' };
  const large = await send('PUT', `${groupId}?api-version=2021-04-01`, headers, ' '.repeat(5 * 1024 * 1024));
  expect(large.status).toBe(413);
  azure.simulator.context.hooks.beforeHandle.push((seen) =>
    seen.path.endsWith('/dropped') ? { kind: 'drop' } : undefined,
  );
  await expect(send('GET', '/subscriptions/dropped?api-version=2021-04-01', headers)).rejects.toMatchObject({
    code: 'ECONNRESET',
  });
});

test('the operator gets a token in both forms of the CLI; the app only with a header', async () => {
  const oidOf = async (response: Response) => {
    const { access_token: token }: { access_token: string } = JSON.parse(await response.text());
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).oid;
  };
  const { operator } = azure.simulator.context.principals;
  const body = new URLSearchParams({ resource: server.url });
  expect(await oidOf(await fetch(identity.msiEndpoint, { method: 'POST', body }))).toBe(operator.objectId);
  const query = `${identity.msiEndpoint}/?resource=x&api-version=2017-09-01`;
  expect(await oidOf(await fetch(query, { headers: { secret: 's' } }))).toBe(operator.objectId);
  const asApp = (headers: Record<string, string>) => fetch(`${identity.identityEndpoint}?resource=x`, { headers });
  expect((await asApp({})).status).toBe(401);
  expect((await asApp({ 'X-IDENTITY-HEADER': '' })).status).toBe(401);
  expect(await oidOf(await asApp({ 'X-IDENTITY-HEADER': 'another' }))).toBe(
    azure.simulator.context.principals.app.objectId,
  );
  expect((await fetch(identity.msiEndpoint)).status).toBe(400);
});
