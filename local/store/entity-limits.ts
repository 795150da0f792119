import { type Columns, type EntityName, mostInTransaction } from '../../src/store/entity-table.ts';

/**
 * The limits of Azure Tables (Table service REST, "Understanding the Table service data model"), with the codes that
 * Azure answers.
 */
const mostText = 32_768;
const mostColumns = 252;
const mostEntityBytes = 1_048_576;
const mostKey = 512;
const refusedInKey = /[\p{Cc}/\\#?]/u;

/** Throws for an entity that Azure would not store. */
export function checkEntity(name: EntityName, columns: Columns): void {
  checkKey(name.partition);
  checkKey(name.row);
  const names = Object.keys(columns);
  if (names.length > mostColumns)
    throw new Error(`TooManyProperties: ${names.length} columns, ${mostColumns} at most.`);
  let bytes = 4 + (name.partition.length + name.row.length) * 2;
  for (const column of names) {
    const value = columns[column];
    bytes += 8 + column.length * 2;
    if (typeof value !== 'string') {
      bytes += 8;
      continue;
    }
    if (value.length > mostText) {
      throw new Error(`PropertyValueTooLarge: ${column} has ${value.length} characters, ${mostText} at most.`);
    }
    bytes += value.length * 2 + 4;
  }
  if (bytes > mostEntityBytes) throw new Error(`EntityTooLarge: ${bytes} bytes, ${mostEntityBytes} at most.`);
}

/** Throws for a transaction that Azure would not take. */
export function checkTransaction(rows: readonly string[]): void {
  if (rows.length > mostInTransaction) throw new Error(`${rows.length} changes are too many for a transaction.`);
  const twice = rows.find((row, index) => rows.indexOf(row) !== index);
  if (twice !== undefined) throw new Error(`InvalidDuplicateRow: ${twice} is in the transaction twice.`);
}

function checkKey(key: string): void {
  if (key.length > mostKey)
    throw new Error(`KeyValueTooLarge: a key has ${key.length} characters, ${mostKey} at most.`);
  if (refusedInKey.test(key))
    throw new Error(`OutOfRangeInput: the key ${JSON.stringify(key)} holds / \\ # ? or a control character.`);
}
