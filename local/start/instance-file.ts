import { rmSync, writeFileSync } from 'node:fs';
import type { HostKeys } from '../host/host-keys.ts';
import type { AppDescription } from './processes/app-process.ts';
import type { AzureDescription } from './processes/azure-description.ts';

/** Everything that scripts and clients need, as `<data>/instance.json`, readable by its owner alone. */
export function writeInstanceFile(
  path: string,
  { app, azure, keys }: { readonly app: AppDescription; readonly azure: AzureDescription; readonly keys: HostKeys },
): void {
  const { url, certificate, identityEndpoint, msiEndpoint, tenant, subscriptions, rules, principals } = azure;
  const { function: functionKey, master, eventgrid, durable } = keys;
  const instance = {
    app: { url: app.url, keys: { function: functionKey, master, eventgrid, durable }, functions: app.functions },
    azure: { url, certificate, identityEndpoint, msiEndpoint },
    tenant,
    subscriptions,
    rules,
    principals,
  };
  rmSync(path, { force: true });
  writeFileSync(path, `${JSON.stringify(instance, undefined, 2)}\n`, { mode: 0o600 });
}
