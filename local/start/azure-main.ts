import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PrincipalName } from '../azure/principals.ts';
import { announceMachines } from '../azure/seed/announce-machines.ts';
import { createSeededAzure } from '../azure/seed/create-seeded-azure.ts';
import { loadSeed } from '../azure/seed/load-seed.ts';
import { createCertificate } from '../azure/server/certificate.ts';
import { serveIdentity } from '../azure/server/serve-identity.ts';
import { serveSimulator } from '../azure/server/serve-simulator.ts';
import { armAudience } from '../azure/simulator.ts';
import { ScaledClock } from '../clock/scaled-clock.ts';
import { readOrCreateClock } from '../host/clock-file.ts';
import { type AzureDescription, azureCommandSchema } from './azure-description.ts';

/** The process of "Azure": `azure-main.ts --data DIR --tenant demo|empty|FILE --port N`; started by `npm start`. */
const tokenLifetimeSeconds = 90 * 24 * 60 * 60;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.data' },
    tenant: { type: 'string', default: 'demo' },
    port: { type: 'string', default: '0' },
  },
});
await main(values.data, values.tenant, Number(values.port));

async function main(data: string, tenant: string, port: number): Promise<void> {
  const time = new ScaledClock(readOrCreateClock(join(data, 'clock.json')));
  const { azure, tenant: made } = await createSeededAzure({ time }, loadSeed(tenant));
  const certificate = await createCertificate();
  const certificateFile = join(data, 'azure.pem');
  writeFileSync(certificateFile, certificate.certificate, { mode: 0o600 });
  const server = await serveSimulator({ simulator: azure, certificate, port });
  const identityHeader = randomBytes(24).toString('base64url');
  const identity = await serveIdentity({ simulator: azure, port: 0, identityHeader });
  process.on('message', (message) => {
    if (azureCommandSchema.safeParse(message).data?.command === 'announce') announceMachines(azure);
  });
  const principal = (name: PrincipalName) => {
    const { objectId, clientId } = azure.context.principals[name];
    const { token } = azure.tokens.issue(azure.context.principals[name], armAudience, tokenLifetimeSeconds);
    return { objectId, clientId, token };
  };
  const description: AzureDescription = {
    url: server.url,
    certificate: certificateFile,
    identityEndpoint: identity.identityEndpoint,
    identityHeader,
    msiEndpoint: identity.msiEndpoint,
    tenant: azure.context.tenantId,
    subscriptions: [...made.subscriptions],
    rules: made.rules,
    principals: { app: principal('app'), operator: principal('operator'), other: principal('other') },
    machines: made.machineIds.length,
  };
  process.send?.(description);
}
