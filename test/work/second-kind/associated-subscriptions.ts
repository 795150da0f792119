import { decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import { isSameId, type StepId, stepIdSchema } from '../../../src/domain/ids.ts';
import type { AssociationFacts } from '../../../src/domain/machine/machine-facts.ts';
import type { Guard } from '../../../src/domain/permit/guard.ts';
import { type JudgedStep, judgeWanted } from '../../../src/domain/permit/judged-step.ts';
import { permitWrite } from '../../../src/domain/permit/write-permit.ts';
import { foldOperations } from '../../../src/domain/step/fold-operations.ts';
import { satisfySteps } from '../../../src/domain/step/satisfy-step.ts';
import type { WantedStep } from '../../../src/domain/step/wanted-step.ts';
import { associationId } from '../../../src/domain/write/azure-write.ts';
import type { StepKind } from '../../../src/look/run-step.ts';
import type { LookedAtKind } from '../../../src/look/target-kinds.ts';
import type { Ports } from '../../../src/ports/ports.ts';
import type { RowTable } from '../../../src/ports/store.ts';
import { type SubscriptionRow, subscriptionKind } from './subscription-kind.ts';

export const associate: StepId = stepIdSchema.parse('associateSubscription');
const name = 'of-the-subscription';

/** The second kind with a step of its own: each subscription shall be associated with this rule. */
export function associatedSubscriptions(
  rows: RowTable<SubscriptionRow>,
  ruleId: string,
): LookedAtKind<SubscriptionRow> {
  const steps: StepKind<SubscriptionRow> = {
    rowsOf: () => rows,
    judge: async (ports, row) => {
      const read = await ports.azure.readAssociations(row);
      if (read.kind === 'failed') return { kind: 'failed', failure: decodeFailure(read.failure) };
      if (isThere(read.value)) return { kind: 'skipped', why: 'NotWanted' };
      const wallNowMs = ports.wallClock.now();
      const step = stepOf(row, ruleId);
      const permit = permitWrite({ guard: await guardOf(ports, row), steps: row.steps, step, wallNowMs });
      return 'kind' in permit ? { kind: 'refused', why: permit.reason } : { kind: 'go', step, permit };
    },
  };
  return {
    ...subscriptionKind,
    rowsOf: () => rows,
    steps: new Map([[associate, steps]]),
    lookAt: async (ports, { record, lookId }) => {
      const read = await ports.azure.readAssociations(record);
      if (read.kind === 'failed') throw new Error('the associations were not read');
      const nowMs = ports.clock.now();
      const lastLookAt = new Date(nowMs).toISOString();
      const lookedAtWall = new Date(ports.wallClock.now()).toISOString();
      const folded = foldOperations(
        { ...record, lookId, lastLookAt, lookedAtWall },
        {},
        sightIn(record, read.value),
        nowMs,
      );
      if (isThere(read.value)) {
        const satisfied = satisfySteps(folded, () => true, nowMs);
        return { record: { ...satisfied, status: 'Watched' }, timeline: [], next: { kind: 'settled' } };
      }
      const { verdict } = await judgeAssociation(ports, folded, ruleId);
      const dueAt = folded.steps[associate]?.nextAttemptAt ?? new Date(nowMs + 60 * 60_000).toISOString();
      const isGo = verdict === 'permitted';
      return {
        record: { ...folded, status: verdict },
        timeline: [],
        next: isGo ? { kind: 'act', steps: [associate], waitSeconds: 45 } : { kind: 'parked', dueAt },
      };
    },
  };
}

/** What this kind's look and plan say of its step now. */
export async function judgeAssociation(ports: Ports, row: SubscriptionRow, ruleId: string): Promise<JudgedStep> {
  return judgeWanted(stepOf(row, ruleId), row, await guardOf(ports, row));
}

/** The kind's own word of what is true of a subscription as a whole. */
async function guardOf(ports: Ports, row: SubscriptionRow): Promise<Guard> {
  const { store, fleet, clock } = ports;
  return {
    target: row,
    fleet,
    exclusion: null,
    eligibility: { state: 'new', at: row.lastLookAt ?? '', by: 'its look' },
    mode: 'enforce',
    belongsTo: undefined,
    earliestMs: undefined,
    arms: await store.controls.list('arm'),
    freezes: await store.controls.list('freeze'),
    nowMs: clock.now(),
  };
}

/** Any of the closed union will do; this one can be sent to every resource. */
function stepOf(target: SubscriptionRow, dataCollectionRuleId: string): WantedStep {
  const body = { properties: { description: 'test', dataCollectionRuleId } };
  return {
    id: associate,
    service: 'data-collection',
    why: 'associate the subscription',
    write: { kind: 'putAssociation', target, name, body },
    needs: [],
    produces: [],
    exclusive: false,
    creates: true,
    changesDefaultToken: false,
  };
}

function isThere(read: readonly AssociationFacts[]): boolean {
  return read.some((one) => one.name === name);
}

function sightIn({ resourceId }: SubscriptionRow, read: readonly AssociationFacts[]) {
  return (owned: { readonly resourceId: string }) =>
    read.some((one) => isSameId(associationId(resourceId, one.name), owned.resourceId)) ? 'seen' : 'unseen';
}
