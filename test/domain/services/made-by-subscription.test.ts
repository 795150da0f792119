import { describe, expect, it } from 'vitest';
import type { MadeBySubscription, SharedFacts } from '../../../src/domain/machine/machine-facts.ts';
import { amaService } from '../../../src/domain/services/ama/ama.ts';
import { dataCollectionService } from '../../../src/domain/services/data-collection/data-collection.ts';
import { identityService } from '../../../src/domain/services/identity/identity.ts';
import type { StepRecord } from '../../../src/domain/step/step-record.ts';
import { builtInId, extraRule, linuxRule, sharedFacts, vmMachine } from './facts.ts';
import { failedTry, inputOf, stepRecord, wantedOf, writeOf } from './service-input.ts';

const waiting = { kind: 'waiting', reason: 'SubscriptionNotReady' };
const noIdentity: SharedFacts['builtInIdentity'] = { state: 'missing', resourceId: builtInId };
const noRule = { [extraRule]: { state: 'missing', resourceId: extraRule } } as const;
const rules = { [linuxRule]: { state: 'present', resourceId: linuxRule } } as const;
const associated = vmMachine({ associations: [{ name: 'a', ruleId: linuxRule, endpointId: undefined }] });

describe('a built-in identity that is missing', () => {
  it('M10: is waited for where the look at the subscription makes it, and the agent waits with it', () => {
    const shared = sharedFacts({ builtInIdentity: noIdentity, made: { identity: true, ruleIds: [] } });
    expect(identityService.find(inputOf({ shared }))).toMatchObject({
      ...waiting,
      detail: `${builtInId} does not exist`,
    });
    expect(amaService.find(inputOf({ shared }))).toMatchObject(waiting);
  });

  it('M10: is waited for with what the subscription itself waits for', () => {
    const made = { identity: true, ruleIds: [], heldUp: 'its subscription is Held (PolicyDenied)' };
    expect(identityService.find(inputOf({ shared: sharedFacts({ builtInIdentity: noIdentity, made }) }))).toMatchObject(
      {
        ...waiting,
        detail: `${builtInId} does not exist; its subscription is Held (PolicyDenied)`,
      },
    );
  });

  it('is for a person to make where fleet.json does not say that we do', () => {
    const shared = sharedFacts({ builtInIdentity: noIdentity });
    const detail = `${builtInId} does not exist`;
    expect(identityService.find(inputOf({ shared }))).toEqual({ kind: 'blocked', code: 'IdentityMissing', detail });
  });

  it('M10: is for a person to make where it is asked for and not made, who is told why', () => {
    const made = { identity: false, ruleIds: [], noIdentity: 'fleet.json covers none of it as a whole' };
    expect(identityService.find(inputOf({ shared: sharedFacts({ builtInIdentity: noIdentity, made }) }))).toMatchObject(
      {
        ...{ kind: 'blocked', code: 'IdentityMissing' },
        detail: `${builtInId} does not exist, and its subscription makes none: fleet.json covers none of it as a whole`,
      },
    );
  });
});

describe('M12: rules that the subscription makes', () => {
  const made = { identity: false, ruleIds: [extraRule] };

  it('are associated where the profile takes them, beside its own', () => {
    const shared = sharedFacts({ made });
    const steps = wantedOf(dataCollectionService.find(inputOf({ shared, spec: { subscriptionRules: true } })));
    expect(
      steps.map(({ write }) => (write.kind === 'putAssociation' ? write.body.properties : undefined)),
    ).toMatchObject([{ dataCollectionRuleId: linuxRule }, { dataCollectionRuleId: extraRule.toLowerCase() }]);
  });

  it('are none of a machine whose profile does not take them', () => {
    const finding = dataCollectionService.find(inputOf({ facts: associated, shared: sharedFacts({ made }) }));
    expect(finding).toEqual({ kind: 'satisfied' });
  });

  it('are enough for a profile without a rule of its own', () => {
    const spec = { subscriptionRules: true, ruleIds: [] };
    const finding = dataCollectionService.find(inputOf({ shared: sharedFacts({ made }), spec }));
    expect(writeOf(finding)).toMatchObject({ body: { properties: { dataCollectionRuleId: extraRule.toLowerCase() } } });
  });

  it('are waited for while they are missing', () => {
    const shared = sharedFacts({ made, rules: { ...rules, ...noRule } });
    const finding = dataCollectionService.find(
      inputOf({ facts: associated, shared, spec: { subscriptionRules: true } }),
    );
    expect(finding).toMatchObject({ ...waiting, detail: expect.stringMatching(/has not made \S+ yet$/) });
  });

  it('are waited for with what the subscription itself waits for', () => {
    const heldUp = 'its subscription is Held (SolutionMissing)';
    const shared = sharedFacts({ made: { ...made, heldUp }, rules: { ...rules, ...noRule } });
    const finding = dataCollectionService.find(
      inputOf({ facts: associated, shared, spec: { subscriptionRules: true } }),
    );
    expect(finding).toMatchObject({
      ...waiting,
      detail: expect.stringMatching(/yet: its subscription is Held \(\w+\)$/),
    });
  });

  it('are gone like others where they are gone and none are made any more', () => {
    const shared = sharedFacts({ made: { ...made, noRules: 'only observed' }, rules: { ...rules, ...noRule } });
    const finding = dataCollectionService.find(inputOf({ shared, spec: { subscriptionRules: true } }));
    expect(finding).toMatchObject({
      kind: 'blocked',
      code: 'SpecObsolete',
      detail: `${extraRule.toLowerCase()} does not exist`,
    });
  });

  it('keep the rules that are there from nothing', () => {
    const shared = sharedFacts({ made, rules: { ...rules, ...noRule } });
    const finding = dataCollectionService.find(inputOf({ shared, spec: { subscriptionRules: true } }));
    expect(wantedOf(finding)).toHaveLength(1);
    expect(finding).toMatchObject({ kind: 'wanted', also: [waiting] });
  });

  it('do not excuse a rule of the profile that is gone', () => {
    const shared = sharedFacts({ made, rules: { [linuxRule]: { state: 'missing', resourceId: linuxRule } } });
    const finding = dataCollectionService.find(inputOf({ shared, spec: { subscriptionRules: true } }));
    expect(finding).toMatchObject({ kind: 'blocked', code: 'SpecObsolete' });
  });

  it('that are none leave a machine without any: it is held, and nothing is installed', () => {
    const spec = { subscriptionRules: true, ruleIds: [] };
    const finding = dataCollectionService.find(inputOf({ spec }));
    expect(finding).toMatchObject({
      kind: 'blocked',
      code: 'NoRules',
      detail: expect.stringContaining('subscription'),
    });
  });

  it('P11: that will never be made are none, and the machine is told why', () => {
    const noRules = 'Cloud: Azure Government lacks it';
    const shared = sharedFacts({ made: { identity: true, ruleIds: [], noRules } });
    const finding = dataCollectionService.find(inputOf({ shared, spec: { subscriptionRules: true, ruleIds: [] } }));
    expect(finding).toMatchObject({
      ...{ kind: 'blocked', code: 'NoRules', stopsAll: true },
      detail: expect.stringContaining(`the subscription makes none: ${noRules}`),
    });
  });
});

describe('P5: the provider of associations, where the look at the subscription registers it', () => {
  const [step] = wantedOf(dataCollectionService.find(inputOf()));
  const stepId = step?.id ?? 'none';
  const failure = failedTry('ProviderNotRegistered');
  const refused = { [stepId]: stepRecord({ service: 'data-collection', failure }, 'failed') };
  const findWith = (provider: MadeBySubscription['provider'], steps: Record<string, StepRecord> = {}) =>
    dataCollectionService.find(
      inputOf({ shared: sharedFacts({ made: { identity: false, ruleIds: [], provider } }), history: { steps } }),
    );

  it('is waited for while it is not registered, and the association stays in the plan', () => {
    for (const steps of [{}, refused]) {
      expect(findWith('unregistered', steps)).toMatchObject({
        ...waiting,
        detail: 'the subscription has not registered Microsoft.Insights yet',
        keptBack: [{ id: stepId }],
      });
    }
  });

  it('is waited for where no look has told of it and Azure has refused the association', () => {
    expect(findWith('unknown', refused)).toMatchObject(waiting);
    expect(wantedOf(findWith('unknown'))).toHaveLength(1);
  });

  it('holds nothing up once it is registered, and is for a person where Azure says otherwise then', () => {
    expect(wantedOf(findWith('registered'))).toHaveLength(1);
    expect(findWith('registered', refused)).toMatchObject({ kind: 'blocked', code: 'ProviderNotRegistered' });
  });

  it('is for a person where the file does not say that we register it', () => {
    expect(findWith(undefined, refused)).toMatchObject({ kind: 'blocked', code: 'ProviderNotRegistered' });
  });
});
