import type { ControlKind } from '../domain/controls/control.ts';
import type { ControlTable, UnreadableSetting } from '../ports/store.ts';
import type { ControlName, StoredControl } from './control-shape.ts';
import { type Entity, type EntityTable, inPartition } from './entity-table.ts';
import type { TableShape } from './table-shape.ts';

const kinds: readonly ControlKind[] = ['arm', 'freeze'];

/** What operators have said for scopes. */
export function createControlTable(
  table: EntityTable,
  { nameOf, toColumns, toRow, table: name }: TableShape<ControlName, StoredControl>,
): ControlTable {
  const entitiesOf = async (kind: ControlKind): Promise<readonly Entity[]> => {
    const entities: Entity[] = [];
    for await (const page of table.pages({ where: [inPartition(kind)] })) entities.push(...page);
    return entities;
  };
  return {
    list: async (kind) =>
      (await entitiesOf(kind)).map((entity) => toRow(entity).control).filter((control) => control !== undefined),
    listUnreadable: async () => {
      const entities = (await Promise.all(kinds.map(entitiesOf))).flat();
      return entities.flatMap((entity): readonly UnreadableSetting[] => {
        const { partition, row } = entity;
        const { why } = toRow(entity);
        return why === undefined ? [] : [{ table: name, partition, row, why }];
      });
    },
    // A new word of somebody takes the place of the one before it; what another release stored beside that stays.
    put: (kind, control) => {
      const { columns } = toColumns({ control, why: undefined });
      return table.upsert(nameOf({ kind, scope: control.scope }), columns, 'merge');
    },
    delete: async (kind, scope) => (await table.delete(nameOf({ kind, scope }), '*')).kind === 'done',
  };
}
