import { z } from 'zod';
import type { Gate, GateTable } from '../ports/store.ts';
import type { EntityTable } from './entity-table.ts';
import type { TableShape } from './table-shape.ts';

const mostTries = 20;
const gateColumns = z.object({ subscription: z.string(), operationClass: z.string(), closedUntil: z.string() });

/** Throttle gates. A slash may not stand in a row key; the column keeps the class as it is. */
export const gateShape: TableShape<Pick<Gate, 'subscription' | 'operationClass'>, Gate> = {
  table: 'gates',
  filters: [],
  nameOf: ({ subscription, operationClass }) => ({
    partition: subscription,
    row: operationClass.replaceAll('/', '|'),
  }),
  toColumns: (gate) => ({ columns: { ...gate }, isWhole: true }),
  toRow: ({ columns }) => gateColumns.parse(columns),
};

export function createGateTable(
  table: EntityTable,
  { nameOf, toColumns, toRow }: TableShape<Pick<Gate, 'subscription' | 'operationClass'>, Gate>,
): GateTable {
  const tryToClose = async (gate: Gate): Promise<boolean> => {
    const stored = await table.read(nameOf(gate));
    const { columns } = toColumns(gate);
    if (stored === undefined) return (await table.insert(nameOf(gate), columns)) === 'inserted';
    if (toRow(stored).closedUntil >= gate.closedUntil) return true;
    return (await table.update(nameOf(gate), columns, 'merge', stored.etag)).kind === 'done';
  };
  return {
    list: async () => {
      const gates: Gate[] = [];
      for await (const page of table.pages({})) gates.push(...page.map(toRow));
      return gates;
    },
    close: async (gate) => {
      for (let attempt = 0; attempt < mostTries; attempt++) {
        if (await tryToClose(gate)) return;
      }
      throw new Error(
        `The gate ${gate.operationClass} of ${gate.subscription} changed ${mostTries} times while it was closed.`,
      );
    },
  };
}
