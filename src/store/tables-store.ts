import type { StorePort } from '../ports/store.ts';
import { createStore, tableNames } from './create-store.ts';
import { connectTables, type TablesLocation, type TablesOptions } from './table-connection.ts';

/** The store on Azure Tables (or Azurite). Connects and makes its tables at the first operation, not here. */
export function createTablesStore(location: TablesLocation, options: TablesOptions = {}): StorePort {
  return createStore(connectTables(tableNames, location, options));
}
