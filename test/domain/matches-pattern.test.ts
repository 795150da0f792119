import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesPattern } from '../../src/domain/matches-pattern.ts';

it.each([
  ['2019-*', '2019-Datacenter', true],
  ['2019-*', '2019-', true],
  ['2019-*', '2019', false],
  ['*-WS2022', 'sql2022-ws2022', true],
  ['*-WS2022', 'sql2022-ws2022-byol', false],
  ['RHEL', 'rhel', true],
  ['RHEL', 'rhel-ha', false],
  ['*', '', true],
  ['a*b*c', 'a-b-c', true],
  ['a*a', 'a', false],
  ['18.04-lts', '18x04-lts', false],
])('%s and %s: %s', (pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected);
});

it('holds for any text whose pieces stand in the pattern', () => {
  const piece = fc.string({ maxLength: 5 }).filter((text) => !text.includes('*'));
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.array(piece, { maxLength: 3 }), (pieces, fill) => {
      const text = pieces.map((part, index) => (index === 0 ? part : `${fill[index - 1] ?? ''}${part}`)).join('');
      return matchesPattern(pieces.join('*'), text.toUpperCase().toLowerCase());
    }),
    { seed: 3 },
  );
});
