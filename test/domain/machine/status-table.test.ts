import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pendingReasons } from '../../../src/domain/failures/pending-reasons.ts';
import { excludedReasons, machineStatuses, observedReasons, unknownWord } from '../../../src/domain/machine/status.ts';
import { unsupportedReasons } from '../../../src/domain/support/is-supported.ts';

const text = readFileSync(new URL('../../../docs/OPERATIONS.md', import.meta.url), 'utf8');
const chapter = (text.split(/^## Statuses$/m)[1] ?? '').split(/^## /m)[0] ?? '';
const rows = new Map(
  [...chapter.matchAll(/^\| `([^`(]+)[^`]*` \| (.*)$/gm)].map(([row, word = '']) => [word.trim(), row]),
);

describe('the statuses in docs/OPERATIONS.md', () => {
  it('are exactly those that there are, and the one of another release', () => {
    const other = unknownWord('word').split(' ', 1);
    expect([...rows.keys()].sort()).toEqual([...machineStatuses, ...other].sort());
  });

  it.each([
    ['Pending', pendingReasons],
    ['Observed', observedReasons],
    ['Excluded', excludedReasons],
    ['Unsupported', unsupportedReasons],
  ] as const)('%s has exactly its reasons', (status, reasons) => {
    const told = [...(rows.get(status) ?? '').matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, reason]) => reason);
    expect(told.sort()).toEqual([...reasons].sort());
  });
});
