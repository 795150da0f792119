import { writeFileSync } from 'node:fs';
import type { PrincipalName } from '../../azure/core/request/principals.ts';
import type { LocalAzure } from '../../azure/local-azure.ts';
import { createSeededAzure } from '../../azure/seed/create-seeded-azure.ts';
import type { Seed } from '../../azure/seed/seed-schema.ts';
import { createCertificate } from '../../azure/server/certificate.ts';
import { serveIdentity } from '../../azure/server/serve-identity.ts';
import { serveSimulator } from '../../azure/server/serve-simulator.ts';
import { armAudience } from '../../azure/simulator.ts';
import type { TimeSource } from '../../clock/time-source.ts';
import type { AzureDescription } from './azure-description.ts';

const tokenLifetimeSeconds = 90 * 24 * 60 * 60;

export interface ServedAzure {
  readonly azure: LocalAzure;
  readonly description: AzureDescription;
  close(): Promise<void>;
}

/** Serves a seeded "Azure" with its identity endpoints on 127.0.0.1. Rejects when the port is taken. */
export async function serveAzure(options: {
  readonly time: TimeSource;
  readonly seed: Seed;
  /** Of ids and durations; the same one makes the same. */
  readonly randomSeed?: number;
  /** 0 takes a free one. */
  readonly port: number;
  /** The certificate is written here, in PEM. */
  readonly certificateFile: string;
}): Promise<ServedAzure> {
  const { time, seed, randomSeed = 1, port, certificateFile } = options;
  const { azure, tenant } = await createSeededAzure({ time, seed: randomSeed }, seed);
  const certificate = await createCertificate();
  writeFileSync(certificateFile, certificate.certificate, { mode: 0o600 });
  const server = await serveSimulator({ simulator: azure, certificate, port });
  const identity = await serveIdentity({ simulator: azure, port: 0 });
  const principal = (name: PrincipalName) => {
    const { objectId, clientId } = azure.context.principals[name];
    const { token } = azure.tokens.issue(azure.context.principals[name], armAudience, tokenLifetimeSeconds);
    return { objectId, clientId, token };
  };
  const description: AzureDescription = {
    url: server.url,
    certificate: certificateFile,
    identityEndpoint: identity.identityEndpoint,
    msiEndpoint: identity.msiEndpoint,
    tenant: azure.context.tenantId,
    subscriptions: [...tenant.subscriptions],
    rules: tenant.rules,
    principals: { app: principal('app'), operator: principal('operator'), other: principal('other') },
    machineIds: [...tenant.machineIds],
  };
  return {
    azure,
    description,
    close: async () => {
      azure.close();
      await Promise.all([server.close(), identity.close()]);
    },
  };
}
