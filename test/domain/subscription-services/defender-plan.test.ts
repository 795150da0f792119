import { describe, expect, it } from 'vitest';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import type { StepRecord } from '../../../src/domain/step/step-record.ts';
import type { OwnPlanFacts, PlanFacts } from '../../../src/domain/subscription/defender-facts.ts';
import { defenderPlanService } from '../../../src/domain/subscription-services/defender-plan.ts';
import { bodyHashOf } from '../../../src/domain/write/body-hash.ts';
import { defenderFacts, extension, failedStep, inputOf, stepsOf, target } from './subscription-input.ts';

const tags = (list: readonly object[]) => ({ ExclusionTags: JSON.stringify(list) });
const mde = extension('MdeDesignatedSubscription', 'False');
const p2: Partial<PlanFacts> = {
  pricingTier: 'Standard',
  subPlan: 'P2',
  extensions: [mde, extension('AgentlessVmScanning', 'True', tags([]))],
};
const p1: Partial<PlanFacts> = { pricingTier: 'Standard', subPlan: 'P1', extensions: [mde] };

function find(plan: Partial<PlanFacts>, wish: WrittenSubscription, settings = {}) {
  return defenderPlanService.find(inputOf({ wish, parts: { defender: defenderFacts(plan, settings) } }));
}

/** The properties that are sent; undefined where nothing is. */
function sent(plan: Partial<PlanFacts>, wish: WrittenSubscription): unknown {
  const [step] = stepsOf(find(plan, wish));
  return step?.write.kind === 'putDefenderPlan' ? step.write.body.properties : undefined;
}

describe('the plan', () => {
  it('P3: is left alone where the file says nothing of it', () => {
    expect(defenderPlanService.find(inputOf({ wish: {} }))).toMatchObject({ kind: 'not-applicable' });
  });

  it('P3: is read before anything is said of it', () => {
    expect(defenderPlanService.find(inputOf({ wish: { plan: 'P2' } }))).toEqual({
      kind: 'not-read',
      needs: 'defender',
    });
  });

  it.each([
    ['P1', { pricingTier: 'Standard', subPlan: 'P1', enforce: 'False' }],
    ['P2', { pricingTier: 'Standard', subPlan: 'P2', enforce: 'False' }],
  ] as const)('P3 E1: %s is turned on where there was none', (plan, body) => {
    expect(sent({}, { plan })).toEqual(body);
  });

  it('P3: is turned off, and nothing is said of extensions then', () => {
    expect(sent(p2, { plan: 'free' })).toEqual({ pricingTier: 'Free', enforce: 'False' });
  });

  it('P3: the full plan of old is Plan 2, and is not written again', () => {
    expect(find({ ...p2, subPlan: undefined }, { plan: 'P2' })).toEqual({ kind: 'satisfied', detail: 'the full plan' });
  });

  it('P10: an extension of others goes back as it was read, without what Azure says of it', () => {
    const others = {
      ...extension('SomethingNew', 'True', { Deep: { a: [1] } }),
      operationStatus: { code: 'Succeeded', message: 'ok' },
    };
    expect(sent({ ...p1, extensions: [others, mde] }, { plan: 'P2' })).toEqual({
      pricingTier: 'Standard',
      subPlan: 'P2',
      enforce: 'False',
      extensions: [
        { name: 'SomethingNew', isEnabled: 'True', additionalExtensionProperties: { Deep: { a: [1] } } },
        { name: 'MdeDesignatedSubscription', isEnabled: 'False' },
      ],
    });
  });

  it('E5: from Plan 2 to Plan 1 it leaves out what Plan 1 has not, and keeps the rest', () => {
    expect(sent(p2, { plan: 'P1' })).toEqual({
      pricingTier: 'Standard',
      subPlan: 'P1',
      enforce: 'False',
      extensions: [{ name: 'MdeDesignatedSubscription', isEnabled: 'False' }],
    });
  });
});

describe('enforce', () => {
  it.each(['True', 'False'] as const)('goes back as it was read: %s', (enforce) => {
    expect(sent({ ...p1, enforce }, { plan: 'P2' })).toMatchObject({ enforce });
  });

  it('is changed where the file says so, with the plan as it is', () => {
    expect(sent({ ...p1, enforce: 'False' }, { enforce: 'on' })).toEqual({
      pricingTier: 'Standard',
      subPlan: 'P1',
      enforce: 'True',
      extensions: [{ name: 'MdeDesignatedSubscription', isEnabled: 'False' }],
    });
  });

  it('is off where Azure does not tell it', () => {
    expect(find({ ...p1, enforce: undefined }, { enforce: 'off' }).kind).toBe('satisfied');
  });
});

describe('extensions of Plan 2', () => {
  const on: WrittenSubscription = { plan: 'P2', agentlessScanning: { state: 'on' }, fileIntegrityMonitoring: 'on' };

  it('D4 P10: are sent with the plan that has them', () => {
    expect(sent({}, on)).toMatchObject({
      extensions: [
        { name: 'AgentlessVmScanning', isEnabled: 'True' },
        { name: 'FileIntegrityMonitoring', isEnabled: 'True' },
      ],
    });
  });

  it('D4: agentless scanning stays off with a new plan, which would bring it', () => {
    const wish: WrittenSubscription = { plan: 'P2', agentlessScanning: { state: 'off' } };
    expect(sent({}, wish)).toMatchObject({ extensions: [{ name: 'AgentlessVmScanning', isEnabled: 'False' }] });
  });

  it('P10: keep the members that the file does not name', () => {
    const fim = extension('FileIntegrityMonitoring', 'False', { DefinedWorkspaceId: '/w', Rules: '[]' });
    expect(sent({ ...p2, extensions: [fim] }, { plan: 'P2', fileIntegrityMonitoring: 'on' })).toMatchObject({
      extensions: [
        {
          name: 'FileIntegrityMonitoring',
          isEnabled: 'True',
          additionalExtensionProperties: { DefinedWorkspaceId: '/w', Rules: '[]' },
        },
      ],
    });
  });

  it('P10: one that Azure shows as failed is not in place', () => {
    const failed = {
      ...extension('FileIntegrityMonitoring', 'True'),
      operationStatus: { code: 'Failed', message: 'no role' },
    };
    expect(find({ ...p2, extensions: [failed] }, { plan: 'P2', fileIntegrityMonitoring: 'on' })).toMatchObject({
      kind: 'wanted',
      steps: [{ why: 'FileIntegrityMonitoring on' }],
    });
  });

  const tagged: WrittenSubscription = {
    plan: 'P2',
    agentlessScanning: { state: 'on', exclusionTags: { scan: 'no', Team: 'edge' } },
  };

  it('D4: tags of machines that are not scanned are sent as JSON text', () => {
    expect(sent(p2, tagged)).toMatchObject({
      extensions: [
        { name: 'MdeDesignatedSubscription' },
        {
          name: 'AgentlessVmScanning',
          additionalExtensionProperties: {
            ExclusionTags: '[{"Key":"scan","Value":"no"},{"Key":"Team","Value":"edge"}]',
          },
        },
      ],
    });
  });

  it.each([
    [
      'in another order',
      [
        { Key: 'Team', Value: 'edge' },
        { Key: 'scan', Value: 'no' },
      ],
      'satisfied',
    ],
    [
      'spelt small',
      [
        { key: 'scan', value: 'no' },
        { key: 'team', value: 'edge' },
      ],
      'satisfied',
    ],
    ['one missing', [{ Key: 'scan', Value: 'no' }], 'wanted'],
    [
      'one more',
      [
        { Key: 'scan', Value: 'no' },
        { Key: 'Team', Value: 'edge' },
        { Key: 'x', Value: '' },
      ],
      'wanted',
    ],
    [
      'another value',
      [
        { Key: 'scan', Value: 'No' },
        { Key: 'Team', Value: 'edge' },
      ],
      'wanted',
    ],
  ])('D4: tags are compared, not their text: %s', (_, list, kind) => {
    const extensions = [extension('AgentlessVmScanning', 'True', tags(list))];
    expect(find({ ...p2, extensions }, tagged).kind).toBe(kind);
  });

  it('D4: tags that nobody can read are replaced', () => {
    const extensions = [extension('AgentlessVmScanning', 'True', { ExclusionTags: '{' })];
    expect(find({ ...p2, extensions }, tagged).kind).toBe('wanted');
  });
});

describe('what keeps the plan from being written', () => {
  it('E1: an unconfirmed tenant, which shows what would be written', () => {
    const unconfirmed: WrittenSubscription = { plan: 'P2', tenantConfirmed: undefined };
    expect(find({}, unconfirmed)).toMatchObject({
      kind: 'blocked',
      code: 'TenantNotConfirmed',
      detail: expect.stringContaining('99999999-aaaa-4bbb-8ccc-dddddddddddd'),
      keptBack: [{ id: 'setDefenderPlan' }],
    });
  });

  it('E1: another tenant than the confirmed one', () => {
    const tenantConfirmed = { tenantId: '12345678-aaaa-4bbb-8ccc-dddddddddddd', by: 'x', at: '2026-11-01T00:00:00Z' };
    expect(find({}, { plan: 'P2', tenantConfirmed })).toMatchObject({
      code: 'TenantNotConfirmed',
      detail: expect.stringContaining('says tenant 12345678'),
    });
  });

  it('E1: a confirmation that is still to come', () => {
    const tenantConfirmed = { tenantId: '99999999-aaaa-4bbb-8ccc-dddddddddddd', by: 'x', at: '2026-11-29T12:00:01Z' };
    expect(find({}, { plan: 'P2', tenantConfirmed })).toMatchObject({
      code: 'TenantNotConfirmed',
      detail: expect.stringContaining('from 2026-11-29T12:00:01Z on'),
    });
    const now = { ...tenantConfirmed, at: '2026-11-29T12:00:00Z' };
    expect(find({}, { plan: 'P2', tenantConfirmed: now }).kind).toBe('wanted');
  });

  it('E1: no confirmation is asked for where nothing is to be written', () => {
    expect(find(p2, { plan: 'P2', tenantConfirmed: undefined }).kind).toBe('satisfied');
  });

  it('P3: a service that manages the plan alone is told and not fought', () => {
    const found = find({ ...p1, managedBy: 'M365' }, { plan: 'P2' });
    expect(found).toEqual({
      kind: 'blocked',
      code: 'PlanManagedElsewhere',
      detail: 'M365 manages the plan, so this is not written: plan P1 -> P2',
    });
  });

  it('P3: a managed plan that is as wanted is satisfied, and says who manages it', () => {
    expect(find({ ...p1, managedBy: 'M365' }, { plan: 'P1' })).toEqual({
      kind: 'satisfied',
      detail: 'P1, managed by M365',
    });
  });

  it('E5: where Linux shall be left out and cannot, a plan that would reach it', () => {
    expect(find({}, { plan: 'P2', endpoint: { defender: 'on', linux: 'off' } })).toMatchObject({
      code: 'LinuxCannotBeExcluded',
      keptBack: [{ id: 'setDefenderPlan' }],
    });
  });

  it('E5: the same for the unified solution', () => {
    expect(find({}, { plan: 'P2', endpoint: { defender: 'on', unified: 'off' } })).toMatchObject({
      code: 'UnifiedCannotBeExcluded',
      keptBack: [{ id: 'setDefenderPlan' }],
    });
  });

  it.each([
    ['linux', 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW', false],
    ['unified', 'WDATP_UNIFIED_SOLUTION', true],
  ] as const)('E5: %s is left out before the plan that would let it in', (part, setting, now) => {
    const wish: WrittenSubscription = { plan: 'P2', endpoint: { defender: 'on', [part]: 'off' } };
    const need = `resource:${target.resourceId}/providers/microsoft.security/settings/${setting.toLowerCase()}`;
    const needsOf = (settings: Record<string, boolean>) => stepsOf(find({}, wish, settings)).map(({ needs }) => needs);
    expect(needsOf({ [setting]: now })).toEqual([[need]]);
    expect(needsOf({ [setting]: !now })).toEqual([[]]);
    expect(stepsOf(find(p1, wish, { [setting]: now })).map(({ needs }) => needs)).toEqual([[]]);
  });

  it('E5: in a cloud without Defender for Endpoint the plan waits for no setting of it', () => {
    const wish: WrittenSubscription = { plan: 'P2', endpoint: { defender: 'on', unified: 'off', linux: 'off' } };
    const parts = { defender: defenderFacts({}, { WDATP_UNIFIED_SOLUTION: true }) };
    const found = defenderPlanService.find(inputOf({ wish, parts, cloud: 'AzureChinaCloud' }));
    expect(stepsOf(found).map(({ needs }) => needs)).toEqual([[]]);
  });

  it('E5: not a change of a plan that is on already', () => {
    expect(find(p1, { plan: 'P2', endpoint: { defender: 'on', linux: 'off' } }).kind).toBe('wanted');
  });
});

describe('the fuse', () => {
  const hashOf = (plan: Partial<PlanFacts>, wish: WrittenSubscription) =>
    stepsOf(find(plan, wish)).map(({ write }) => bodyHashOf(write));

  it('knows a write again, whatever somebody has done to the rest of the plan meanwhile', () => {
    const changed = { ...p1, enforce: 'True', extensions: [{ ...mde, isEnabled: 'True' }] };
    expect(hashOf(changed, { plan: 'P2' })).toEqual(hashOf({}, { plan: 'P2' }));
  });

  it.each([
    ['another plan', { plan: 'P1' }],
    ['an extension more', { plan: 'P2', fileIntegrityMonitoring: 'on' }],
    ['other tags', { plan: 'P2', agentlessScanning: { state: 'on', exclusionTags: { a: 'b' } } }],
    ['enforce', { plan: 'P2', enforce: 'on' }],
  ] as const)('tells %s apart', (_, wish) => {
    expect(hashOf({}, wish)).not.toEqual(hashOf({}, { plan: 'P2' }));
  });
});

describe('an extension that failed while the plan was taken', () => {
  const failure = { code: 'PlanExtensionFailed', detail: 'AgentlessVmScanning: no role', treatment: 'retry' } as const;
  const wish: WrittenSubscription = { plan: 'P2', agentlessScanning: { state: 'on' } };
  const parts = { defender: defenderFacts(p2) };

  it('P10: keeps the plan from being called in place, whatever it shows, until the next try', () => {
    const steps = { setDefenderPlan: failedStep('defender-plan', failure) };
    expect(defenderPlanService.find(inputOf({ wish, parts, steps }))).toMatchObject({
      kind: 'blocked',
      code: 'PlanExtensionFailed',
      detail: 'AgentlessVmScanning: no role',
    });
  });

  it('P10: is tried again with the whole plan when it is due', () => {
    const due = { ...failedStep('defender-plan', failure), nextAttemptAt: '2026-11-29T11:59:00.000Z' };
    const found = defenderPlanService.find(inputOf({ wish, parts, steps: { setDefenderPlan: due } }));
    expect(stepsOf(found).map(({ write }) => write)).toMatchObject([
      {
        body: {
          properties: {
            pricingTier: 'Standard',
            subPlan: 'P2',
            extensions: [{ name: 'MdeDesignatedSubscription' }, { name: 'AgentlessVmScanning', isEnabled: 'True' }],
          },
        },
      },
    ]);
  });
});

describe('an extension that the row remembers as failed', () => {
  const undonePlan = { detail: 'AgentlessVmScanning: no role', at: '2026-11-28T12:00:00.000Z' };
  const wish: WrittenSubscription = { plan: 'P2', agentlessScanning: { state: 'on' } };
  const parts = { defender: defenderFacts(p2) };

  it('P10: has the plan written again although it reads as wished and no step tells of it, and says why', () => {
    const found = defenderPlanService.find(inputOf({ wish, parts, undonePlan }));
    expect(stepsOf(found)).toMatchObject([
      {
        id: 'setDefenderPlan',
        why: 'the plan once more: AgentlessVmScanning: no role',
        write: { body: { properties: { extensions: [{}, { name: 'AgentlessVmScanning', isEnabled: 'True' }] } } },
      },
    ]);
  });

  it('P10: keeps the plan from being called in place while its next try was refused for another reason', () => {
    const failure = { code: 'AuthorizationFailed', detail: 'no right', treatment: 'fail' } as const;
    const steps = { setDefenderPlan: failedStep('defender-plan', failure) };
    expect(defenderPlanService.find(inputOf({ wish, parts, steps, undonePlan }))).toMatchObject({
      kind: 'blocked',
      code: 'AuthorizationFailed',
    });
  });

  it('P3 P10: is of no concern where another service manages the plan, which is told', () => {
    const failure = { code: 'PlanExtensionFailed', detail: undonePlan.detail, treatment: 'retry' } as const;
    const steps = { setDefenderPlan: failedStep('defender-plan', failure) };
    const managed = { defender: defenderFacts({ ...p2, managedBy: 'M365' }) };
    const satisfied = { kind: 'satisfied', detail: 'P2, managed by M365' };
    expect(defenderPlanService.find(inputOf({ wish, parts: managed, undonePlan }))).toEqual(satisfied);
    expect(defenderPlanService.find(inputOf({ wish, parts: managed, steps }))).toEqual(satisfied);
  });

  it('P10: is of no concern where the file leaves the plan as it is', () => {
    expect(defenderPlanService.find(inputOf({ wish: {}, parts, undonePlan }))).toMatchObject({
      kind: 'not-applicable',
    });
  });
});

describe('a write of the plan that nobody answered', () => {
  const wish: WrittenSubscription = { plan: 'P2', agentlessScanning: { state: 'on' } };
  const parts = { defender: defenderFacts(p2) };
  const failure = { code: 'NetworkFailure', detail: 'no answer', treatment: 'retry' } as const;
  const lost = failedStep('defender-plan', failure);
  const sent = { ...lost, writes: lost.writes.map((write) => ({ ...write, ended: 'sent' as const })) };
  const find = (step: StepRecord) =>
    defenderPlanService.find(inputOf({ wish, parts, steps: { setDefenderPlan: step } }));

  it('P10: keeps the plan from being called in place, although it reads as wished, until the next try', () => {
    expect(find(sent)).toMatchObject({ kind: 'blocked', code: 'NetworkFailure' });
    expect(find({ ...sent, failure: undefined })).toEqual({ kind: 'provisioning', what: 'setDefenderPlan' });
  });

  it('P10: has the plan written once more when that is due, because its extensions may have failed', () => {
    expect(stepsOf(find({ ...sent, nextAttemptAt: '2026-11-29T11:59:59.000Z' }))).toMatchObject([
      {
        why: expect.stringMatching(/^the plan once more: nobody knows whether an extension of it failed/),
        write: { body: { properties: { extensions: [{}, { name: 'AgentlessVmScanning', isEnabled: 'True' }] } } },
      },
    ]);
  });
});

describe('machines with a plan of their own', () => {
  const partly = { ...p2, coverage: 'PartiallyCovered' };
  const findPartly = (ownPlans: OwnPlanFacts, wish: WrittenSubscription = { plan: 'P2' }) =>
    defenderPlanService.find(inputOf({ wish, parts: { defender: defenderFacts(partly), ownPlans } }));

  it('P3: are counted only where Azure says that some differ', () => {
    const notRead = { kind: 'not-read', needs: 'ownPlans' };
    expect(find(partly, { plan: 'P2' })).toEqual(notRead);
    expect(find({ ...p2, coverage: 'NotCovered' }, { plan: 'P2' })).toEqual(notRead);
    expect(find({ coverage: 'PartiallyCovered' }, { plan: 'free' })).toEqual(notRead);
    expect(find({ coverage: 'NotCovered' }, { plan: 'free' })).toEqual({ kind: 'satisfied', detail: 'free' });
    expect(find({ ...p2, coverage: 'FullyCovered' }, { plan: 'P2' })).toEqual({ kind: 'satisfied', detail: 'P2' });
  });

  it.each([
    [
      { free: 2, standard: 1, asked: 9, machines: 9 },
      'P2; left as they are: own plans of machines: 2 Free, 1 Standard',
    ],
    [
      { free: 2, standard: 0, asked: 40, machines: 900 },
      'P2; left as they are: own plans of machines: 2 Free, 0 Standard (40 of 900 machines were asked)',
    ],
    [{ free: 0, standard: 0, asked: 9, machines: 9 }, 'P2'],
    [{ free: 0, standard: 0, asked: 0, machines: 0 }, 'P2'],
    [
      { free: 0, standard: 0, asked: 0, machines: undefined },
      'P2; left as they are: own plans of machines, nobody knows how many',
    ],
  ])('P3: are told, never more than is known: %o', (ownPlans, detail) => {
    expect(findPartly(ownPlans)).toEqual({ kind: 'satisfied', detail });
  });

  it('P3: are told with a write of enforce, which takes their plans away', () => {
    const found = findPartly({ free: 2, standard: 0, asked: 9, machines: 9 }, { plan: 'P2', enforce: 'on' });
    expect(stepsOf(found)[0]?.why).toBe('enforce on, which takes away own plans of machines: 2 Free, 0 Standard');
  });
});
