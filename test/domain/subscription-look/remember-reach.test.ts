import { expect, test } from 'vitest';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import { stepIdSchema } from '../../../src/domain/ids.ts';
import type { StepRecord } from '../../../src/domain/step/step-record.ts';
import type { ReachFacts } from '../../../src/domain/subscription/reach-facts.ts';
import type { ApprovedReach } from '../../../src/domain/subscription/reach-summary.ts';
import { decideSubscription } from '../../../src/domain/subscription-look/decide-subscription.ts';
import { lookInput, readState } from '../subscription-services/settings-world.ts';
import { failedStep, inputOf, nowMs } from '../subscription-services/subscription-input.ts';

const [wdatp, linuxIn] = ['WDATP', 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW'].map((name) =>
  stepIdSchema.parse(`setEndpointSetting:${name}`),
);
const steps = [wdatp, linuxIn].filter((id) => id !== undefined);
const approved: ApprovedReach = {
  ...{ hash: 'h', parts: { windows: 'w', linux: 'l', unknown: 'u' }, steps },
  ...{ by: 'ops', why: 'agreed', at: new Date(nowMs - 3_600_000).toISOString() },
};
const on: WrittenSubscription = { plan: 'P2', endpoint: { defender: 'on', linux: 'on' } };
const tenant = inputOf({ wish: on }).facts.core.tenantId;
const throttled: ReachFacts = { kind: 'incomplete', why: 'asked to wait 5 s', isThrottled: true };

/** What is left of the approval after a look that finds this. */
function leftAfter(
  state: string,
  wish: WrittenSubscription,
  more: {
    readonly reach?: ReachFacts;
    readonly steps?: Readonly<Record<string, StepRecord>>;
    /** The tenant that the approval was given in. */
    readonly tenantId?: string;
    /** The tenant that the subscription was looked after in before. */
    readonly before?: string | undefined;
  } = {},
): readonly string[] | undefined {
  const input = lookInput(readState(state), wish);
  const { reach = input.facts.parts.reach, steps: written = {}, tenantId } = more;
  const parts = { ...input.facts.parts, ...(reach === undefined ? {} : { reach }) };
  const approvedReach = { ...approved, tenantId };
  const record = { ...input.record, approvedReach, steps: written, tenantId: 'before' in more ? more.before : tenant };
  const decision = decideSubscription({ ...input, record, facts: { ...input.facts, parts } });
  return decision.record.approvedReach?.steps;
}

/** Azure took the write, and one of the extensions that were sent with it failed. */
const inPart = Object.fromEntries(
  Object.entries(endedAt(-60_000, 'failed')).map(([id, step]) => {
    return [id, { ...step, failure: { code: 'PlanExtensionFailed', detail: 'x', treatment: 'retry' } as const }];
  }),
);

/** WDATP was accepted a minute ago. */
const sent = endedAt(-60_000, 'succeeded');

function endedAt(sinceMs: number, ended: StepRecord['writes'][number]['ended']): Readonly<Record<string, StepRecord>> {
  const at = new Date(nowMs + sinceMs).toISOString();
  return {
    [wdatp ?? '']: { ...failedStep('endpoint-settings', undefined), writes: [{ at, bodyHash: 'x', ended }] },
  };
}

test.each<[string, ...Parameters<typeof leftAfter>, readonly string[] | undefined]>([
  ['all of it while nothing of it is written', 'P2 W- X+', on, {}, steps],
  ['all of it while the list is not known', 'P2 W- X+', on, { reach: throttled }, steps],
  ['nothing of a write that Azure took, though it may not show yet', 'P2 W- X+', on, { steps: sent }, steps.slice(1)],
  ['what was sent before it was given', 'P2 W- X+', on, { steps: endedAt(-10_000_000, 'succeeded') }, steps],
  ['what a write let through that nobody answered', 'P2 W- X+', on, { steps: endedAt(-60_000, 'sent') }, steps],
  ['what a write let through that failed', 'P2 W- X+', on, { steps: endedAt(-60_000, 'failed') }, steps],
  ['nothing of a write that Azure took but for an extension', 'P2 W- X+', on, { steps: inPart }, steps.slice(1)],
  ['what it let through in the tenant that it is in', 'P2 W- X+', on, { tenantId: tenant }, steps],
  ['nothing in another tenant', 'P2 W- X+', on, { tenantId: 'another' }, undefined],
  ['nothing in a tenant taken over anew, where it names none', 'P2 W- X+', on, { before: undefined }, undefined],
  ['nothing of what was seen in place', 'P2 W+ X+', on, {}, steps.slice(1)],
  ['nothing once all of it was seen in place', 'P2 W+ X-', on, {}, undefined],
  [
    'nothing once all of it was seen in place, whatever else is held for good',
    'P2 W+',
    { plan: 'P2', endpoint: { defender: 'on', unified: 'off' } },
    {},
    undefined,
  ],
  ['nothing that the file no longer wants', 'P2 W- X+', { plan: 'P2', endpoint: { linux: 'on' } }, {}, steps.slice(1)],
  ['nothing where the file wants nothing any more', 'P2 W- X+', { plan: 'P2' }, {}, undefined],
])('an approval keeps %s', (_, state, wish, more, expected) => {
  expect(leftAfter(state, wish, more)).toEqual(expected);
});
