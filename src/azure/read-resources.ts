import type { RawFailure } from '../domain/failures/failure.ts';
import type { ResourceFacts } from '../domain/subscription/resource-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { GraphGap } from '../ports/inventory.ts';
import type { ArmCaller } from './arm-caller.ts';
import type { KeptReadings } from './kept-readings.ts';
import { queryGraph } from './query-graph.ts';

/**
 * What there is in the subscription, by one query to Resource Graph: seconds to minutes late, and all of it or a failure.
 * Where its machines are comes with it, which costs no read, stays small however many there are, and does not depend on
 * which of them we have heard of; a machine that it does not show yet is shown before its own next look.
 */
export async function readResources(
  caller: ArmCaller,
  target: TargetRef,
  shownLately?: KeptReadings<true>,
): Promise<PartOutcome<ResourceFacts>> {
  const found = await queryGraph(caller, 'resources', [target.subscription], shownLately);
  if (found.kind === 'incomplete') return { kind: 'failed', failure: failureOfGap(found.gap) };
  return {
    kind: 'found',
    value: {
      rows: found.rows.flatMap((row) => (row.what === 'resource' ? [row.resource] : [])),
      regions: found.rows.flatMap((row) => (row.what === 'machines' ? [row.use] : [])),
    },
  };
}

function failureOfGap(gap: GraphGap): RawFailure {
  if (gap.reason === 'failed' || gap.reason === 'unreadable') return gap.failure;
  const isThrottled = gap.reason === 'throttled';
  return {
    source: 'http',
    status: isThrottled ? 429 : 200,
    code: isThrottled ? 'TooManyRequests' : 'UnreadableReply',
    message: `Resource Graph does not tell all that there is in the subscription: ${gap.reason}.`,
    detailCodes: [],
    retryAfterSeconds: isThrottled ? gap.seconds : undefined,
    correlationId: undefined,
  };
}
