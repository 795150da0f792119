import { describe, expect, it } from 'vitest';
import type { Control } from '../../../src/domain/controls/control.ts';
import { keptBackOf } from '../../../src/domain/findings/keep-back.ts';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import { wantedReach } from '../../../src/domain/reach/wanted-reach.ts';
import { detailLimit } from '../../../src/domain/redact.ts';
import type { ReachFacts, ReachMachine } from '../../../src/domain/subscription/reach-facts.ts';
import type { SubscriptionFinding, SubscriptionInput } from '../../../src/domain/subscription/subscription-service.ts';
import { defenderPlanService } from '../../../src/domain/subscription-services/defender-plan.ts';
import { endpointSettingsService } from '../../../src/domain/subscription-services/endpoint-settings.ts';
import { withReach } from '../../../src/domain/subscription-services/with-reach.ts';
import { approvalOf, falcon, fleetWith, seenMachine, specOf } from '../reach/machines.ts';
import { readState } from './settings-world.ts';
import { inputOf, stepsOf } from './subscription-input.ts';

const guarded = { plan: withReach(defenderPlanService), settings: withReach(endpointSettingsService) };
const withFalcon = seenMachine('edr-1', { extensions: [falcon], isOff: true });

interface Asked {
  readonly service?: keyof typeof guarded;
  readonly state?: string;
  readonly reach?: ReachFacts | undefined;
  readonly approves?: readonly ReachMachine[];
  readonly endpoint?: WrittenSubscription['endpoint'];
  /** More that the entry wants. */
  readonly more?: WrittenSubscription;
  readonly freezes?: readonly Control[];
}

function find({
  service = 'settings',
  state = 'P2 W-',
  reach,
  approves,
  endpoint = { defender: 'on' },
  more = {},
  freezes = [],
}: Asked): SubscriptionFinding {
  const defender = readState(state);
  const wish: WrittenSubscription = { mode: 'enforce', plan: 'P2', endpoint, ...more };
  const input = inputOf({ wish, parts: { defender, ...(reach === undefined ? {} : { reach }) } });
  const fleet = fleetWith({ subscriptions: [wish] });
  const before = guarded[service].find({ ...input, fleet, facts: withReachOf(input, approves ?? []) });
  const context = { fleet, spec: specOf(fleet), connectors: [], freezes: [], nowMs: input.now };
  const steps = [...stepsOf(before), ...keptBackOf(before)];
  const approvedReach =
    approves === undefined ? undefined : approvalOf(wantedReach(approves, defender, steps, context));
  return guarded[service].find({ ...input, fleet, record: { ...input.record, approvedReach }, freezes });
}

/** What was read when the list was approved. */
function withReachOf({ facts }: SubscriptionInput, approves: readonly ReachMachine[]): SubscriptionInput['facts'] {
  return { ...facts, parts: { ...facts.parts, reach: complete(...approves) } };
}

const complete = (...machines: readonly ReachMachine[]): ReachFacts => ({ kind: 'complete', machines });

describe('a write that lets Defender begin to install itself', () => {
  it('waits until the whole list of machines was read', () => {
    expect(find({})).toEqual({ kind: 'not-read', needs: 'reach' });
    expect(find({ service: 'plan', state: 'free W.' })).toEqual({ kind: 'not-read', needs: 'reach' });
  });

  it('goes on where everybody is wanted, and where there is nobody', () => {
    expect(stepsOf(find({ reach: complete(seenMachine('vm-1')) })).map(({ id }) => id)).toEqual([
      'setEndpointSetting:WDATP',
    ]);
    expect(stepsOf(find({ service: 'plan', state: 'free W.', reach: complete() }))).toHaveLength(1);
  });

  it('is kept back, part of the plan, where one machine has another EDR, which is named', () => {
    for (const service of ['plan', 'settings'] as const) {
      const state = service === 'plan' ? 'free W.' : 'P2 W-';
      const finding = find({ service, state, reach: complete(seenMachine('vm-1'), withFalcon) });
      expect(finding).toMatchObject({ kind: 'blocked', code: 'ReachesProtectedMachines' });
      if (finding.kind !== 'blocked') throw new Error('not held');
      expect(finding.detail).toMatch(
        /^reachHash [0-9a-f]{64}; Defender would install itself on edr-1 \(with another EDR: CrowdStrike Falcon/,
      );
      expect(finding.detail).toMatch(/; in all 1 wanted by their profile, 0 excluded, .* 1 with another EDR/);
      expect(finding.detail).toMatch(/; a plan Free of a machine is no shield$/);
      expect(finding.keptBack).toHaveLength(1);
    }
  });

  it.each([1, 2, 3, 4, 1_234])('tells of %i machines hash, names, counts and shield without a cut', (count) => {
    const machines = Array.from({ length: count }, (_, index) =>
      seenMachine(`${'n'.repeat(58)}-${index + 1_000}`, { extensions: [falcon] }),
    );
    const finding = find({ reach: complete(...machines) });
    if (finding.kind !== 'blocked') throw new Error('not held');
    const { detail } = finding;
    expect(detail.length).toBeLessThanOrEqual(detailLimit);
    expect(detail).toMatch(/^reachHash [0-9a-f]{64}; Defender would install itself on n{58}-1000 \(with another EDR/);
    expect(detail).toMatch(
      new RegExp(
        `; in all 0 wanted .* ${count} with another EDR, 0 unsupported; a plan Free of a machine is no shield$`,
      ),
    );
    const named = detail.match(/n{58}-\d+ \(with another EDR[^;]*?\)/g) ?? [];
    const more = Number(/, (\d+) more;/.exec(detail)?.[1] ?? 0);
    expect(named.length + more).toBe(count);
  });

  it('names the first three, and how many more there are', () => {
    const machines = ['a', 'b', 'c', 'd', 'e'].map((name) => seenMachine(name, { extensions: [falcon] }));
    const finding = find({ reach: complete(...machines) });
    if (finding.kind !== 'blocked') throw new Error('not held');
    expect(finding.detail).toMatch(
      /install itself on a \(with another EDR: .*\), b \(with another EDR.*\), c \(with another EDR.*\), 2 more; in all/,
    );
  });

  it('goes on where a person has approved exactly this list, and is kept back with one machine more', () => {
    const machines = [seenMachine('vm-1'), withFalcon];
    expect(find({ reach: complete(...machines), approves: machines }).kind).toBe('wanted');
    const another = seenMachine('edr-2', { extensions: [falcon] });
    expect(find({ reach: complete(...machines, another), approves: machines }).kind).toBe('blocked');
  });

  it('is kept back where a machine is frozen, also of an approved list', () => {
    const vm = seenMachine('vm-1');
    const freezes = [{ scope: vm.id, by: 'ann', at: '2026-11-29T11:00:00Z', why: 'incident', planHash: undefined }];
    const finding = find({ reach: complete(vm, withFalcon), approves: [vm, withFalcon], freezes });
    expect(finding).toMatchObject({
      code: 'ReachesProtectedMachines',
      detail: expect.stringContaining('vm-1 (excluded: frozen: incident (ann))'),
    });
  });

  it('is kept back while the list is not complete, also where an approval is there', () => {
    const why = 'Azure Resource Graph gave 1000 of 1200 machines';
    const truncated: ReachFacts = { kind: 'incomplete', why, isThrottled: false };
    expect(find({ reach: truncated, approves: [withFalcon] })).toMatchObject({
      kind: 'blocked',
      code: 'ReachNotKnown',
      detail: `whom Defender would reach is not known: ${why}`,
    });
    const throttled: ReachFacts = { kind: 'incomplete', why: 'asked to wait 5 s', isThrottled: true };
    expect(find({ reach: throttled })).toMatchObject({ kind: 'waiting', reason: 'Throttled' });
  });

  it('keeps back none of the others: what leaves machines out is written all the same', () => {
    const endpoint = { defender: 'on', linux: 'off' } as const;
    const finding = find({ state: 'P2 W- X-', reach: complete(withFalcon), endpoint });
    expect(stepsOf(finding).map(({ id }) => id)).toEqual(['setEndpointSetting:WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW']);
    expect(finding).toMatchObject({ also: [{ code: 'ReachesProtectedMachines' }] });
  });

  it('is also enforce, which takes away own plans of machines: it waits for a list, is held, and goes on when approved', () => {
    const machines = [seenMachine('vm-1'), withFalcon];
    const asked = { service: 'plan', state: 'P2 W+ X-', more: { enforce: 'on' } } as const;
    expect(find(asked)).toEqual({ kind: 'not-read', needs: 'reach' });
    expect(find({ ...asked, reach: complete(...machines) })).toMatchObject({ code: 'ReachesProtectedMachines' });
    expect(stepsOf(find({ ...asked, reach: complete(...machines), approves: machines }))).toHaveLength(1);
    expect(stepsOf(find({ ...asked, reach: complete(seenMachine('vm-1')) }))).toHaveLength(1);
  });

  it('comes after what leaves machines out, enforce too, and is held where they cannot be left out', () => {
    const endpoint = { defender: 'on', linux: 'off' } as const;
    const asked = { service: 'plan', more: { enforce: 'on' }, endpoint, reach: complete() } as const;
    expect(stepsOf(find({ ...asked, state: 'P2 W+ X-' }))[0]?.needs).toHaveLength(1);
    expect(stepsOf(find({ ...asked, state: 'P2 W+ X+' }))[0]?.needs).toEqual([]);
    expect(find({ ...asked, state: 'P2 W+' })).toMatchObject({ code: 'LinuxCannotBeExcluded' });
  });

  it('asks for no list where nothing reaches anybody', () => {
    expect(find({ state: 'P2 W+' }).kind).toBe('satisfied');
    expect(find({ state: 'P2 W+', endpoint: { defender: 'off' } }).kind).toBe('wanted');
  });
});
