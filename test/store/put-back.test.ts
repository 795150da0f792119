import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/canonical-json.ts';
import { putBack } from '../../src/store/put-back.ts';

/** What was stored, as much of it as was read, what it became; and what is stored then. */
const cases: readonly (readonly [name: string, stored: Json, read: Json | undefined, now: Json, stores: Json])[] = [
  ['a word that is not known and was not changed', 'bsd', 'unknown', 'unknown', 'bsd'],
  ['a word that was changed', 'bsd', 'unknown', 'linux', 'linux'],
  ['a field that is not known', { a: 1, ring: 'broad' }, { a: 1 }, { a: 2 }, { a: 2, ring: 'broad' }],
  ['a field that was cleared', { a: 1, b: 2, ring: 'x' }, { a: 1, b: 2 }, { a: 1 }, { a: 1, ring: 'x' }],
  ['a field that went with its thing', { f: { a: 1, x: 2 } }, { f: { a: 1 } }, { f: null }, { f: null }],
  ['a field below another', { f: { a: 1, x: 2 } }, { f: { a: 1 } }, { f: { a: 3 } }, { f: { a: 3, x: 2 } }],
  [
    'an entry that was not read, and is ours now',
    { s: { k: 'new', x: 1 } },
    {},
    { s: { k: 'ok' } },
    { s: { k: 'ok' } },
  ],
  [
    'an element that was not read',
    [
      { resourceId: '/A', state: 'lent' },
      { resourceId: '/B', state: 'intent', by: 'us' },
    ],
    [{ resourceId: '/B', state: 'intent' }],
    [{ resourceId: '/b', state: 'confirmed' }],
    [
      { resourceId: '/A', state: 'lent' },
      { resourceId: '/b', state: 'confirmed', by: 'us' },
    ],
  ],
  [
    'an element that was taken away',
    [{ name: 'a', x: 1 }, { name: 'b' }],
    [{ name: 'a' }, { name: 'b' }],
    [{ name: 'b' }],
    [{ name: 'b' }],
  ],
  [
    'elements that are told apart by time and content',
    [
      { at: 't1', bodyHash: 'h', ended: 'superseded' },
      { at: 't2', bodyHash: 'h', ended: 'sent', probe: 1 },
    ],
    [
      { at: 't1', bodyHash: 'h', ended: 'sent' },
      { at: 't2', bodyHash: 'h', ended: 'sent' },
    ],
    [
      { at: 't1', bodyHash: 'h', ended: 'sent' },
      { at: 't2', bodyHash: 'h', ended: 'failed' },
    ],
    [
      { at: 't1', bodyHash: 'h', ended: 'superseded' },
      { at: 't2', bodyHash: 'h', ended: 'failed', probe: 1 },
    ],
  ],
  [
    'refusals, whose times grow',
    [
      { code: 'C', text: 'x', at: ['t1'], policyId: '/p' },
      { code: 'C', text: 'y', times: 3 },
    ],
    [{ code: 'C', text: 'x', at: ['t1'] }],
    [{ code: 'C', text: 'x', at: ['t1', 't2'] }],
    [
      { code: 'C', text: 'y', times: 3 },
      { code: 'C', text: 'x', at: ['t1', 't2'], policyId: '/p' },
    ],
  ],
  [
    'two steps that made one resource',
    [
      { stepId: 'a', resourceId: '/R', state: 'intent' },
      { stepId: 'b', resourceId: '/R', state: 'shared', lease: 5 },
    ],
    [{ stepId: 'a', resourceId: '/R', state: 'intent' }],
    [{ stepId: 'a', resourceId: '/R', state: 'confirmed' }],
    [
      { stepId: 'b', resourceId: '/R', state: 'shared', lease: 5 },
      { stepId: 'a', resourceId: '/R', state: 'confirmed' },
    ],
  ],
  [
    'one thing twice, of which one was read',
    [
      { stepId: 'a', resourceId: '/R', state: 'shared', lease: 5 },
      { stepId: 'a', resourceId: '/R', state: 'intent', by: 'us' },
    ],
    [{ stepId: 'a', resourceId: '/R', state: 'intent' }],
    [{ stepId: 'a', resourceId: '/R', state: 'confirmed' }],
    [
      { stepId: 'a', resourceId: '/R', state: 'shared', lease: 5 },
      { stepId: 'a', resourceId: '/R', state: 'confirmed', by: 'us' },
    ],
  ],
  [
    'a thing that was not read, beside ours of its name',
    [{ stepId: 'a', resourceId: '/R', state: 'shared' }],
    [],
    [{ stepId: 'a', resourceId: '/R', state: 'intent' }],
    [
      { stepId: 'a', resourceId: '/R', state: 'shared' },
      { stepId: 'a', resourceId: '/R', state: 'intent' },
    ],
  ],
  [
    'entries of one moment that say the same of two things',
    [
      { at: 't', what: 'event', text: 'x', resourceId: '/A', size: 1 },
      { at: 't', what: 'event', text: 'x', resourceId: '/B', size: 2 },
      { when: 't' },
    ],
    [
      { at: 't', what: 'event', text: 'x', resourceId: '/A' },
      { at: 't', what: 'event', text: 'x', resourceId: '/B' },
    ],
    [{ at: 't', what: 'event', text: 'x', resourceId: '/B', by: 'ann' }],
    [{ when: 't' }, { at: 't', what: 'event', text: 'x', resourceId: '/B', by: 'ann', size: 2 }],
  ],
  ['texts that stand twice', ['a', 'b', 7], ['a', 'b'], ['b', 'b', 'a'], [7, 'b', 'b', 'a']],
  ['a name of the language', { constructor: 1, a: 1 }, { a: 1 }, { a: 2 }, { a: 2, constructor: 1 }],
];

describe('what another release stored', () => {
  it.each(cases)('%s', (_, stored, read, now, stores) => {
    expect(putBack(stored, read, now)).toEqual(stores);
  });

  it('is all there after any change of what was read beside it', () => {
    const known = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue());
    const unknown = fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.jsonValue());
    fc.assert(
      fc.property(known, unknown, known, (read, theirs, now) => {
        const stored = plain({ ...read, ...theirs });
        expect(putBack(stored, plain(read), plain(read))).toEqual(stored);
        expect(putBack(stored, plain(read), plain(now))).toEqual({ ...Object(plain(now)), ...Object(plain(theirs)) });
      }),
      { seed: 11 },
    );
  });
});

/** As JSON carries it. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
