import { expect, it } from 'vitest';
import { workKinds } from '../../src/domain/work/work-row.ts';
import { targetKinds } from '../../src/look/target-kinds.ts';
import { readSourceFiles } from '../repo/source-files.ts';

/** What the code of a file says, without its comments. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

const texts = [
  ...workKinds,
  ...targetKinds.flatMap((kind) => [kind.orchestrator, kind.assessActivity, kind.keyName, ...kind.steps.keys()]),
];

/** Kinds and their names as texts, and everything of machines: their table, their row, their folder. */
function namesAKind(code: string): boolean {
  return /machine/i.test(code) || texts.some((text) => new RegExp(`['"\`]${text}\\b`, 'i').test(code));
}

const protocol = readSourceFiles(['src/work', 'src/orchestrations', 'src/look']).filter(
  ({ path }) => !path.startsWith('src/look/') || /(run-look|save-look|run-step)\.ts$/.test(path),
);

it.each(protocol)('$path names no kind of target', ({ text }) => {
  expect(namesAKind(codeOf(text))).toBe(false);
});

it('finds a name in code and lets comments be', () => {
  expect(namesAKind(codeOf("const kind = 'subscription'; // one"))).toBe(true);
  expect(namesAKind(codeOf('await ports.store.machines.read(key);'))).toBe(true);
  expect(namesAKind(codeOf('const inSubscription = 1; /* of machines */ // subscription'))).toBe(false);
});
