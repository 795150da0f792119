import { expect, it } from 'vitest';
import { keyOf } from '../../src/domain/ids.ts';
import { stopShape } from '../../src/store/stop-table.ts';

const denial = { key: keyOf('x'), resourceId: '/x', at: 'then', action: 'a', detail: 'd' };

it('M7: entries that cannot be read are left out of a row, and the others count', () => {
  const columns = { denials: JSON.stringify([denial, { key: 'no key' }, 7]), stops: 'no list', lifted: 3 };
  expect(stopShape.toRow({ partition: '-', row: 'sub', columns, etag: 'e' })).toEqual({
    subscription: 'sub',
    denials: [denial],
    stops: [],
    lifted: [],
  });
});
