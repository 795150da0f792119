import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  isPublishedAction,
  publishedActions,
  publishedLinkedActions,
} from '../../../src/domain/write/published-actions.ts';

const permissions =
  (readFileSync('docs/OPERATIONS.md', 'utf8').split('## Permissions')[1] ?? '').split('\n## ')[0] ?? '';

describe('the published actions', () => {
  it('are all in the permissions of docs/OPERATIONS.md, with what ARM asks for beside them, and no other is', () => {
    const shown = [...permissions.matchAll(/^\| (`Microsoft\.[^|]*)\|/gm)].flatMap(([, cell = '']) => actionsOf(cell));
    expect(shown.sort()).toEqual([...publishedActions, ...publishedLinkedActions].sort());
  });

  it('are matched whole', () => {
    expect(isPublishedAction('Microsoft.Compute/virtualMachines/write')).toBe(true);
    expect(isPublishedAction('Microsoft.Compute/virtualMachines/delete')).toBe(false);
    expect(isPublishedAction('Microsoft.Compute/virtualMachines')).toBe(false);
  });
});

/** A cell such as "`A/b/write`, `.../c/write`": dots stand for the resource type, or its parent, of the first one. */
function actionsOf(cell: string): readonly string[] {
  const [first = '', ...rest] = [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
  const type = first.slice(0, first.lastIndexOf('/'));
  return [first, ...rest.map((text) => text.replace('...', type))];
}
