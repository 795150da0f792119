import { describe, expect, it } from 'vitest';
import { keptBackOf } from '../../../../src/domain/findings/keep-back.ts';
import type { AssociationFacts } from '../../../../src/domain/machine/machine-facts.ts';
import { dataCollectionService } from '../../../../src/domain/services/data-collection/data-collection.ts';
import { arcMachine, extraRule, linuxRule, sharedFacts, vmMachine } from '../facts.ts';
import { failedTry, inputOf, minutesAgo, stepRecord, wantedOf, writeOf } from '../service-input.ts';

function association(ruleId: string | undefined, name = 'assoc-1'): AssociationFacts {
  return { name, ruleId, endpointId: undefined };
}

const bothRules = { spec: { ruleIds: [linuxRule, extraRule] } };

describe('the rules of the spec', () => {
  it('M12: are associated by id, on a VM that is off too', () => {
    const facts = vmMachine({}, { power: 'off', agentReady: false });
    const finding = dataCollectionService.find(inputOf({ facts }));
    expect(wantedOf(finding)).toMatchObject([
      { needs: [], exclusive: false, creates: true, changesDefaultToken: false },
    ]);
    expect(writeOf(finding)).toMatchObject({
      kind: 'putAssociation',
      name: expect.stringMatching(/^assoc-[0-9a-f]{8}$/),
      body: { properties: { dataCollectionRuleId: linuxRule } },
    });
  });

  it('have one name each, whatever the spelling of the id', () => {
    const [lower] = wantedOf(dataCollectionService.find(inputOf()));
    const shared = sharedFacts();
    const [upper] = wantedOf(
      dataCollectionService.find(inputOf({ spec: { ruleIds: [linuxRule.toUpperCase()] }, shared })),
    );
    expect(upper?.id).toBe(lower?.id);
    const ids = wantedOf(dataCollectionService.find(inputOf(bothRules))).map((step) => step.id);
    expect(new Set(ids).size).toBe(2);
  });

  it('are in place under any name and casing, beside those of others', () => {
    const associations = [
      association(linuxRule.toUpperCase(), 'portal-made'),
      association('/other/rule'),
      association(undefined),
    ];
    expect(dataCollectionService.find(inputOf({ facts: vmMachine({ associations }) }))).toEqual({ kind: 'satisfied' });
  });

  it('are added where one is missing', () => {
    const facts = vmMachine({ associations: [association(linuxRule)] });
    expect(writeOf(dataCollectionService.find(inputOf({ facts, ...bothRules })))).toMatchObject({
      body: { properties: { dataCollectionRuleId: extraRule } },
    });
  });

  it('are not judged when nobody looked', () => {
    const facts = vmMachine({ associations: undefined });
    expect(dataCollectionService.find(inputOf({ facts }))).toEqual({ kind: 'not-read', needs: 'associations' });
  });

  it('must exist', () => {
    const shared = sharedFacts({ rules: { [linuxRule]: { state: 'missing', resourceId: linuxRule } } });
    const facts = vmMachine({ associations: [association(linuxRule)] });
    expect(dataCollectionService.find(inputOf({ facts, shared }))).toMatchObject({
      kind: 'blocked',
      code: 'SpecObsolete',
    });
  });

  it('that cannot be read keep none of the others waiting', () => {
    const shared = sharedFacts({ rules: { [extraRule]: { state: 'present', resourceId: extraRule } } });
    const finding = dataCollectionService.find(inputOf({ ...bothRules, shared }));
    expect(wantedOf(finding).map((step) => step.why)).toEqual(['associate the rule dcr-extra']);
    expect(finding).toMatchObject({ also: [{ kind: 'blocked', code: 'ReferenceUnreadable' }] });
    expect(keptBackOf(finding).map((step) => step.why)).toEqual(['associate the rule dcr-linux']);
    expect(dataCollectionService.find(inputOf({ shared }))).toMatchObject({
      kind: 'blocked',
      code: 'ReferenceUnreadable',
    });
  });

  it('number 28 at most, with those of others', () => {
    const others = (count: number) => Array.from({ length: count }, (_, index) => association(`/other/${index}`));
    const find = (count: number) =>
      dataCollectionService.find(inputOf({ facts: vmMachine({ associations: others(count) }) }));
    expect(find(27).kind).toBe('wanted');
    expect(find(28)).toMatchObject({ kind: 'blocked', code: 'TooManyAssociations' });
  });

  it('M9: cannot be none, because the agent would do nothing', () => {
    expect(dataCollectionService.find(inputOf({ spec: { ruleIds: [] } }))).toMatchObject({
      kind: 'blocked',
      code: 'NoRules',
    });
  });

  it('may be none where no agent is wanted', () => {
    const ama = { install: false, minimumVersion: '1.36', automaticUpgrade: true };
    expect(dataCollectionService.find(inputOf({ spec: { ruleIds: [], ama } })).kind).toBe('not-applicable');
  });
});

describe('a refused association', () => {
  it('is heard, whatever else can be done', () => {
    const [step] = wantedOf(dataCollectionService.find(inputOf()));
    const steps = { [step?.id ?? '']: stepRecord({ failure: failedTry('PolicyDenied', 'no') }, 'failed') };
    expect(dataCollectionService.find(inputOf({ history: { steps } }))).toMatchObject({
      kind: 'blocked',
      code: 'PolicyDenied',
    });
    const finding = dataCollectionService.find(inputOf({ ...bothRules, history: { steps } }));
    expect(wantedOf(finding)).toHaveLength(1);
    expect(finding).toMatchObject({ also: [{ kind: 'blocked', code: 'PolicyDenied', step: { stepId: step?.id } }] });
  });

  it('does not hide another that is on its ladder', () => {
    const [first, second] = wantedOf(dataCollectionService.find(inputOf(bothRules))).map((step) => step.id);
    const nextAttemptAt = minutesAgo(-5);
    const steps = {
      [first ?? '']: stepRecord({ failure: failedTry('PolicyDenied', 'no') }, 'failed'),
      [second ?? '']: stepRecord({ failure: failedTry('ServerError', '500'), nextAttemptAt }, 'failed'),
    };
    expect(dataCollectionService.find(inputOf({ ...bothRules, history: { steps } }))).toMatchObject({
      kind: 'blocked',
      code: 'PolicyDenied',
      step: { stepId: first },
      also: [{ kind: 'blocked', code: 'ServerError', step: { stepId: second } }],
    });
  });
});

describe('an Arc machine', () => {
  it('is associated like a VM', () => {
    expect(dataCollectionService.find(inputOf({ facts: arcMachine() })).kind).toBe('wanted');
  });

  it('is not written to while it is away', () => {
    const find = (status: string) => dataCollectionService.find(inputOf({ facts: arcMachine({}, { status }) }));
    expect(find('Disconnected')).toMatchObject({ kind: 'waiting', reason: 'Disconnected' });
    expect(find('Expired')).toMatchObject({ kind: 'blocked', code: 'ArcExpired' });
  });

  it('that is away keeps back what it lacks, and that is found out', () => {
    const find = (associations: readonly AssociationFacts[] | undefined) =>
      dataCollectionService.find(inputOf({ facts: arcMachine({ associations }, { status: 'Disconnected' }) }));
    expect(keptBackOf(find([])).map((step) => step.why)).toEqual(['associate the rule dcr-linux']);
    expect(find([association(linuxRule)])).toEqual({ kind: 'waiting', reason: 'Disconnected' });
    expect(find(undefined).kind).toBe('not-read');
  });
});
