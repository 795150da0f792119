import { describe, expect, test } from 'vitest';
import { comparableArmId, tidyArmId } from '../../src/domain/arm-id.ts';
import { isSameId, keyOf } from '../../src/domain/ids.ts';
import { covers } from '../../src/domain/scope.ts';
import { parseMachineOf } from '../../src/domain/target/machine-ref.ts';
import { readFixture, type StoredRows } from '../fixtures/read-fixture.ts';

const group = '/subscriptions/5b5c0000-0000-4000-a000-000000000001/resourceGroups/Shop';
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/Web-01`;

/** Ways in which services have been seen to write, or may write, one and the same id. */
const writings: readonly (readonly [string, (id: string) => string])[] = [
  ['as it is', (id) => id],
  ['in capitals', (id) => id.toUpperCase()],
  ['with a slash behind it', (id) => `${id}/`],
  ['with two slashes behind it', (id) => `${id}//`],
  ['without the first slash', (id) => id.slice(1)],
  ['with two slashes before it', (id) => `/${id}`],
  ['with spaces around it', (id) => ` ${id}\n`],
  ['with a slash and a space behind it', (id) => `${id}/ `],
];

describe.each(writings)('an id that is written %s', (_, write) => {
  test('is the same id with the same key', () => {
    expect(isSameId(vm, write(vm))).toBe(true);
    expect(isSameId(write(vm), vm)).toBe(true);
    expect(keyOf(write(vm))).toBe(keyOf(vm));
  });

  test('is covered by the same scopes, and covers the same', () => {
    expect(covers(group, write(vm))).toBe(true);
    expect(covers(write(group), vm)).toBe(true);
    expect(covers(write(vm), vm)).toBe(true);
    expect(covers(write(vm), `${vm}2`)).toBe(false);
    expect(covers(`${group}2`, write(vm))).toBe(false);
  });

  test('names the same machine, which is stored in one form', () => {
    for (const id of [write(vm), write(`${vm}/extensions/agent`)]) {
      const machine = parseMachineOf(id);
      expect(machine?.key).toBe(keyOf(vm));
      expect(machine?.resourceId.toLowerCase()).toBe(vm.toLowerCase());
    }
  });
});

test.each([`${vm}2`, `${vm}/extensions/agent`, group, vm.replace('/Shop/', '//Shop/'), vm.replace('-', ' '), ''])(
  '%j is another id',
  (other) => {
    expect(isSameId(vm, other)).toBe(false);
    expect(keyOf(other)).not.toBe(keyOf(vm));
  },
);

test('the case of an id is kept where it is only made tidy', () => {
  expect(tidyArmId(` ${vm}/`)).toBe(vm);
  expect(comparableArmId(` ${vm}/`)).toBe(vm.toLowerCase());
  expect(tidyArmId(' / ')).toBe('');
});

test('a scope without a name covers nothing, and the star everything', () => {
  expect([covers('', vm), covers(' ', vm), covers('/', vm), covers('*', vm)]).toEqual([false, false, false, true]);
});

test('every machine of piece 1 keeps its key', () => {
  const rows: StoredRows[] = [JSON.parse(readFixture('piece-1/rows.json')) as StoredRows];
  const known = rows.flatMap(({ machines }) => machines).map(({ body }) => Object(body));
  expect(known.length).toBeGreaterThan(30);
  for (const { key, resourceId } of known) expect(keyOf(resourceId), resourceId).toBe(key);
});

test('every scope of piece 1 that was armed or frozen keeps its row', () => {
  const { controls } = JSON.parse(readFixture('piece-1/rows.json')) as StoredRows;
  const named = controls.map((row): [string, string] => [row.rowKey, String(Object(row).scope)]);
  expect(named.length).toBeGreaterThan(0);
  for (const [row, scope] of named) expect(scope === '*' ? scope : keyOf(scope)).toBe(row);
});
