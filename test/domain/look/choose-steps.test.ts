import { expect, test } from 'vitest';
import type { Finding } from '../../../src/domain/findings/finding.ts';
import { stepIdSchema } from '../../../src/domain/ids.ts';
import { chooseSteps, metNeeds } from '../../../src/domain/look/choose-steps.ts';
import type { Need, WantedStep } from '../../../src/domain/step/wanted-step.ts';
import { vmMachine } from '../services/facts.ts';

const { machine } = vmMachine();

function stepOf(id: string, changes: Partial<WantedStep> = {}): WantedStep {
  return {
    id: stepIdSchema.parse(id),
    service: 'ama',
    why: 'test',
    write: { kind: 'deleteExtension', target: machine, name: id, publisher: 'p', type: id },
    needs: [],
    produces: [],
    exclusive: false,
    creates: false,
    changesDefaultToken: false,
    ...changes,
  };
}

const attach = stepOf('attach', { produces: ['identity'] });
const associate = stepOf('associate');
const install = stepOf('install', { needs: ['identity'], exclusive: true });
const remove = stepOf('remove', { exclusive: true });

test.each<[string, readonly WantedStep[], readonly Need[], readonly string[]]>([
  ['everything that needs nothing goes, in order', [attach, associate], [], ['attach', 'associate']],
  ['a need that an earlier step produces', [attach, associate, install], [], ['attach', 'associate', 'install']],
  ['a need that holds already', [install], ['identity'], ['install']],
  [
    'what others need comes first, wherever it stands',
    [install, associate, attach],
    [],
    ['associate', 'attach', 'install'],
  ],
  ['a need that nothing produces', [associate, install], [], ['associate']],
  ['one exclusive step, the first', [remove, install, associate], ['identity'], ['remove', 'associate']],
  ['a step that must wait does not keep another exclusive one away', [install, remove], [], ['remove']],
  ['nothing of nothing', [], ['identity'], []],
])('%s', (_, permitted, met, expected) => {
  expect(chooseSteps(permitted, new Set(met)).map(({ id }) => id)).toEqual(expected);
});

test('what others need counts among the most that a look sends', () => {
  expect(chooseSteps([install, attach, associate], new Set(), 2).map(({ id }) => id)).toEqual(['attach', 'install']);
});

test.each<[string, Finding, boolean]>([
  ['satisfied', { kind: 'satisfied', provides: ['identity'] }, true],
  ['not-applicable', { kind: 'not-applicable', reason: 'Arc', provides: ['identity'] }, true],
  ['satisfied, and gives others nothing', { kind: 'satisfied' }, false],
  ['wanted', { kind: 'wanted', steps: [attach] }, false],
  ['blocked', { kind: 'blocked', code: 'IdentityMissing', detail: 'x' }, false],
  ['provisioning', { kind: 'provisioning', what: 'attachIdentity' }, false],
])('what a service that is %s provides holds: %#', (_, finding, holds) => {
  expect(metNeeds(new Map([['identity', finding]])).has('identity')).toBe(holds);
});

test.each<[string, Finding, boolean]>([
  ['satisfied', { kind: 'satisfied' }, true],
  ['wanted', { kind: 'wanted', steps: [attach], provides: ['identity'] }, false],
  ['not-applicable', { kind: 'not-applicable', reason: 'Arc', provides: ['identity'] }, false],
  ['provisioning', { kind: 'provisioning', what: 'attachIdentity' }, false],
])(
  'a need of a satisfied service is met by its finding alone, not by its wish or its step: %s',
  (_, finding, isMet) => {
    const met = metNeeds(new Map([['identity', finding]]));
    const late = stepOf('late', { needs: ['satisfied:identity'] });
    expect(chooseSteps([attach, late], met).includes(late)).toBe(isMet);
  },
);
