import { expect, test } from 'vitest';
import { describeCaller } from '../../../src/domain/events/known-callers.ts';

test('a caller of Microsoft is told by its name and id, any other by its id', () => {
  const defender = '8edd93e1-2103-40b4-bd70-6e34e586362d';
  expect(describeCaller(defender)).toBe(`Defender for Cloud (${defender})`);
  expect(describeCaller(defender.toUpperCase())).toContain('Defender for Cloud');
  expect(describeCaller('11111111-2222-4333-8444-555555555555')).toBe('11111111-2222-4333-8444-555555555555');
});
