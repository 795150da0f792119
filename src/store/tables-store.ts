import type { StorePort } from '../ports/store.ts';
import { connectTables, type TablesLocation, type TablesOptions } from './table-connection.ts';
import { TablesMachines } from './tables-machines.ts';
import { TablesControls, TablesGates, TablesSpecs } from './tables-settings.ts';
import { TablesTimeline } from './tables-timeline.ts';
import { TablesWork } from './tables-work.ts';

/** The store on Azure Tables (or Azurite). Connects and makes its tables at the first operation, not here. */
export function createTablesStore(location: TablesLocation, options: TablesOptions = {}): StorePort {
  const tables = connectTables(location, options);
  return {
    machines: new TablesMachines(tables.machines),
    work: new TablesWork(tables.work),
    timeline: new TablesTimeline(tables.timeline),
    controls: new TablesControls(tables.controls),
    specs: new TablesSpecs(tables.specs),
    gates: new TablesGates(tables.gates),
  };
}
