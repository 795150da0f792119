import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { orderFolders } from './order-folders.ts';
import { readSourceFiles } from './source-files.ts';

const root = 'src/domain';

describe('the folders of the domain', () => {
  const order = orderFolders(root, readSourceFiles([root]));

  it('form no circle', () => {
    expect(order.kind === 'circle' ? order.folders : []).toEqual([]);
  });

  it('stand in docs/ARCHITECTURE.md as they are, lowest first', () => {
    const drawn = /### The order of the domain[\s\S]*?```\n([\s\S]*?)```/.exec(
      readFileSync('docs/ARCHITECTURE.md', 'utf8'),
    )?.[1];
    const layers = order.kind === 'layers' ? order.layers : [];
    expect(drawn?.trim()).toBe(layers.map((layer) => layer.join('  ')).join('\n'));
  });
});

describe('a circle', () => {
  const file = (path: string, to: string) => ({ path: `${root}/${path}`, text: `import type { x } from '${to}';` });

  it('of two folders is found, and named in its order', () => {
    const files = [file('step/a.ts', '../machine/b.ts'), file('machine/b.ts', '../step/c.ts')];
    expect(orderFolders(root, files)).toEqual({ kind: 'circle', folders: ['step', 'machine'] });
  });

  it('over a third folder, and over a file that stands in none, is found', () => {
    const over = [file('a/a.ts', '../b/b.ts'), file('b/b.ts', '../c/c.ts'), file('c/c.ts', '../a/d.ts')];
    expect(orderFolders(root, over)).toEqual({ kind: 'circle', folders: ['a', 'b', 'c'] });
    const ids = [file('ids.ts', './a/a.ts'), file('a/a.ts', '../ids.ts')];
    expect(orderFolders(root, ids)).toEqual({ kind: 'circle', folders: ['.', 'a'] });
  });

  it('is not made by files of one folder, or by folders within one', () => {
    const files = [
      file('services/all.ts', './ama/ama.ts'),
      file('services/ama/ama.ts', '../all.ts'),
      file('look/a.ts', '../services/all.ts'),
    ];
    expect(orderFolders(root, files)).toEqual({ kind: 'layers', layers: [['services'], ['look']] });
  });
});
