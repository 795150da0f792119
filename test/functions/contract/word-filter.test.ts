import { expect, it } from 'vitest';
import { unknownWord } from '../../../src/domain/machine/status.ts';
import { wordFilter } from '../../../src/functions/contract/word-filter.ts';

const filter = wordFilter(['Configured', 'unknown']);

it('takes a known word in any case, and any word of another release as it is or as it is shown', () => {
  const words = [
    'Configured',
    'configured',
    'UNKNOWN',
    'Verifying',
    unknownWord('Verifying'),
    unknownWord('configured'),
  ];
  expect(words.map((word) => filter.parse(word))).toEqual([
    ...['Configured', 'Configured', 'unknown', 'Verifying', 'Verifying', 'configured'],
  ]);
});

it('takes no text that no word can be', () => {
  for (const text of ['', 'x'.repeat(129), 'a\u0000']) expect(filter.safeParse(text).success).toBe(false);
});
