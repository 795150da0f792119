import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ManagedIdentityCredential } from '@azure/identity';
import { createAzurePort } from './azure/create-azure-port.ts';
import { createAppClock, wallClock } from './clock.ts';
import { type Config, loadConfig, type TablesConfig } from './config.ts';
import type { Ports } from './ports/ports.ts';
import type { StorePort } from './ports/store.ts';
import { registerApp } from './register-app.ts';
import { createTablesStore } from './store/tables-store.ts';

registerApp(createPorts(loadConfig()));

/** The real doors: Azure over the SDK clients, Table Storage, the machine's clock. */
function createPorts(config: Config): Ports {
  const clock = createAppClock(config.clockOrigin);
  const store = createStore(config.tables);
  return {
    clock,
    wallClock,
    pause: async (ms) => {
      await pause(ms);
    },
    newId: randomUUID,
    random: Math.random,
    azure: createAzurePort({ ...config.resourceManager, gates: store.gates, clock, wallClock }),
    store,
    fleet: config.fleet,
    settings: config.settings,
  };
}

function createStore(tables: TablesConfig): StorePort {
  const { prefix } = tables;
  if (tables.kind === 'connectionString') {
    return createTablesStore({ connectionString: tables.connectionString }, { prefix });
  }
  const { endpoint, managedIdentityClientId: clientId } = tables;
  const credential =
    clientId === undefined ? new ManagedIdentityCredential() : new ManagedIdentityCredential({ clientId });
  return createTablesStore({ endpoint, credential }, { prefix });
}
