import { describe, expect, it } from 'vitest';
import { serviceNames } from '../../src/domain/service-name.ts';
import { allServices, serviceByActivity } from '../../src/domain/services/all-services.ts';
import { findImports } from './find-imports.ts';
import { readSourceFiles, type SourceFile } from './source-files.ts';

const services = 'src/domain/services/';
const list = `${services}all-services.ts`;

/** The list of names; and rows of the first release, whose steps do not say whose they are. */
const mayName: readonly string[] = ['src/domain/service-name.ts', 'src/store/first-release-steps.ts'];

const words = [...serviceNames, ...serviceByActivity.keys()];
const texts = new RegExp(`(['"\`])(${words.join('|')})(?::[^'"\`]*)?\\1`, 'g');
const members = new RegExp(`\\bfindings\\b[?.[]+(?:${words.join('|')})\\b`, 'g');

/** Words of services that are something else where they stand so: what a write is or touches, what an error is about. */
const otherMeanings: Readonly<Record<string, RegExp>> = {
  identity:
    /\bpart(?: ===|:) (?:z\.literal\()?'identity'|\b(?:case|as:?|kind:|about:|Need =) 'identity'|\| 'identity'|Spec\['identity'\]|userassignedidentities', 'identity'/,
  endpoint:
    /\bdeploys\('endpoint'|'association', 'endpoint'|\| 'endpoint'|\bas === 'endpoint'|(?:SubscriptionSpec|Spec|WrittenProfile|ResolvedProfile)(?:\['endpoint'\]|, 'endpoint'>)/,
  attachIdentity: /\b(?:case|kind:) 'attachIdentity'/,
};

/** The lines of a file that name a service or one of its activities, comments aside. */
function namings({ path, text }: SourceFile): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
  return code.split('\n').flatMap((line) => {
    const named = [...line.matchAll(texts)].some(([, , word = '']) => otherMeanings[word]?.test(line) !== true);
    return named || line.search(members) >= 0 ? [`${path}: ${line.trim()}`] : [];
  });
}

const elsewhere = readSourceFiles(['src']).filter(({ path }) => !path.startsWith(services));

describe('outside of the services', () => {
  it('no code names one, or an activity of one', () => {
    expect(elsewhere.filter(({ path }) => !mayName.includes(path)).flatMap(namings)).toEqual([]);
  });

  it('no code knows more of them than their list', () => {
    const imports = elsewhere.flatMap(findImports).filter(({ to }) => to.startsWith(services) && to !== list);
    expect(imports.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it.each(mayName)('%s has to', (path) => {
    expect(elsewhere.filter((file) => file.path === path).flatMap(namings)).not.toEqual([]);
  });
});

describe('the services', () => {
  const all = allServices({ additionalImages: [], unknownImage: 'allow' });

  it('are those of the list of names, each once', () => {
    expect(all.map(({ name }) => name).sort()).toEqual([...serviceNames].sort());
  });

  it('share no activity, for that would run the steps of one as those of another', () => {
    const activities = all.flatMap((service) => service.activities);
    expect([...serviceByActivity.keys()].sort()).toEqual([...activities].sort());
  });
});

describe('a name', () => {
  const namingsOf = (text: string) => namings({ path: 'a.ts', text });

  it.each([
    "if (step.service === 'ama') return;",
    'const kind = findings.ama?.kind;',
    "findings.get('identity')",
    "const by = { 'data-collection': 1 };",
    'return `installExtension:x`;',
    "activityOf(id) === 'attachIdentity'",
  ])('is found in: %s', (line) => {
    expect(namingsOf(line)).toEqual([`a.ts: ${line}`]);
  });

  it.each(["case 'identity': // ama", "  /** As 'ama' does. */", "touches.part === 'identity'", 'spec.ama.install'])(
    'is not what it is something else in: %s',
    (line) => {
      expect(namingsOf(line)).toEqual([]);
    },
  );
});
