import { z } from 'zod';
import type { Control, ControlKind } from '../domain/controls/control.ts';
import { keyOf } from '../domain/ids.ts';
import type { Entity } from './entity-table.ts';
import type { TableShape } from './table-shape.ts';

export interface ControlName {
  readonly kind: ControlKind;
  readonly scope: string;
}

/** A row of the table: what holds because of it, and what is wrong with it. */
export interface StoredControl {
  /** Undefined: an arm that arms nothing. */
  readonly control: Control | undefined;
  readonly why: string | undefined;
}

/** Who, when and why are for people: what cannot be read of them is empty. */
const text = z.string().catch('');
const controlColumns = z.object({ by: text, at: text, why: text, planHash: text.default('') });

/** All that covers a machine here. What only another release understands cannot be read. */
const scopeColumn = z
  .string()
  .regex(/^(\*|\/subscriptions(\/[^/?#*]+)+\/?|\/providers\/microsoft\.management\/managementgroups\/[^/?#*]+\/?)$/i);

/** Arms and freezes: one partition per kind; a scope is one row without regard to case and to a trailing slash. */
export const controlShape: TableShape<ControlName, StoredControl> = {
  table: 'controls',
  filters: [],
  nameOf: ({ kind, scope }) => ({ partition: kind, row: scope === '*' ? scope : keyOf(scope.replace(/\/+$/, '')) }),
  toColumns: ({ control }) => ({ columns: { ...control, planHash: control?.planHash ?? '' }, isWhole: true }),
  toRow,
};

/**
 * Never throws, or one row of another release would keep the whole fleet waiting. What is doubtful permits nothing: a
 * freeze of which the scope cannot be read freezes everything, and such an arm arms nothing.
 */
function toRow({ partition, columns }: Entity): StoredControl {
  const { planHash, ...words } = controlColumns.parse(columns);
  const scope = scopeColumn.safeParse(columns.scope);
  const control = (covered: string): Control => {
    return { scope: covered, ...words, planHash: planHash === '' ? undefined : planHash };
  };
  if (scope.success) return { control: control(scope.data), why: doubtsOf(columns, scope.data) };
  return partition === 'freeze'
    ? { control: control('*'), why: 'its scope cannot be read, so it freezes everything' }
    : { control: undefined, why: 'its scope cannot be read, so it arms nothing' };
}

function doubtsOf(columns: Entity['columns'], scope: string): string | undefined {
  const unread = ['by', 'at', 'why'].filter((name) => typeof columns[name] !== 'string');
  return unread.length === 0 ? undefined : `${unread.join(', ')} cannot be read; it is in force for ${scope}`;
}
