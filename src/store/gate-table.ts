import type { Gate, GateTable, UnreadableSetting } from '../ports/store.ts';
import type { Entity, EntityTable } from './entity-table.ts';
import type { GateName } from './gate-shape.ts';
import type { TableShape } from './table-shape.ts';

const mostTries = 20;

/** What Azure asked to leave alone. */
export function createGateTable(
  table: EntityTable,
  { nameOf, toColumns, toRow, table: name }: TableShape<GateName, Gate>,
): GateTable {
  const tryToClose = async (gate: Gate): Promise<boolean> => {
    const stored = await table.read(nameOf(gate));
    const { columns } = toColumns(gate);
    if (stored === undefined) return (await table.insert(nameOf(gate), columns)) === 'inserted';
    if (toRow(stored).closedUntil >= gate.closedUntil) return true;
    return (await table.update(nameOf(gate), columns, 'merge', stored.etag)).kind === 'done';
  };
  const entities = async (): Promise<readonly Entity[]> => {
    const found: Entity[] = [];
    for await (const page of table.pages({})) found.push(...page);
    return found;
  };
  return {
    list: async () => (await entities()).map(toRow).filter(({ closedUntil }) => closedUntil !== ''),
    listUnreadable: async () =>
      (await entities())
        .filter((entity) => toRow(entity).closedUntil === '')
        .map(
          ({ partition, row }): UnreadableSetting => ({
            ...{ table: name, partition, row },
            why: 'until when it is closed cannot be read, so it is open',
          }),
        ),
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
