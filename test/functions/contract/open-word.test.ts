import { expect, it } from 'vitest';
import { unknownWord } from '../../../src/domain/machine/status.ts';
import { openWord } from '../../../src/functions/contract/open-word.ts';

it('a word of another release passes only as it is shown', () => {
  const word = openWord(['vm', 'arc']);
  for (const text of ['vm', 'arc', unknownWord('pooledSet'), unknownWord('')]) expect(word.parse(text)).toBe(text);
  for (const text of ['pooledSet', 'VM', 'unknown', '', 'unknown (x']) expect(word.safeParse(text).success).toBe(false);
});
