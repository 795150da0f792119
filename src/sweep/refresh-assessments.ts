import { isForbidden } from '../domain/failures/is-forbidden.ts';
import { wantsEndpoint } from '../domain/fleet/wants-endpoint.ts';
import { keyOf } from '../domain/ids.ts';
import { machineKind } from '../look/target-kinds.ts';
import { requestLooks } from '../operator/request-looks.ts';
import type { EdrRow, GraphGap } from '../ports/inventory.ts';
import type { Ports } from '../ports/ports.ts';
import type { AssessedMachine } from '../ports/store.ts';
import { atOnce } from './at-once.ts';
import { describeGap } from './describe-gap.ts';

/** Two requests of the store for each of which nothing is new. */
const subscriptionsAtOnce = 10;

const inSubscription = /^\/subscriptions\/([^/]+)\//i;

/**
 * Reads once in a sweep what Defender for Cloud assesses of the endpoint protection of all machines, where a profile wants
 * one, keeps it for their looks, and requests a look at each machine that has a row and of which something is new. Answers
 * why it could not be read; undefined: it was, or nobody needs it. What was read before stays then.
 *
 * @param subscriptions lower-case GUIDs
 */
export async function refreshAssessments(ports: Ports, subscriptions: readonly string[]): Promise<string | undefined> {
  if (!wantsEndpoint(ports.fleet) || subscriptions.length === 0) return undefined;
  const { assessments } = ports.store;
  const shown = await ports.azure.queryGraph('edr', subscriptions);
  if (shown.kind === 'incomplete') {
    const why = describeGap(shown.gap);
    if (isForGood(shown.gap)) await atOnce(subscriptionsAtOnce, subscriptions, (id) => assessments.refuse(id, why));
    return why;
  }
  const machines = bySubscription(shown.rows);
  const readAt = new Date(ports.clock.now()).toISOString();
  await atOnce(subscriptionsAtOnce, subscriptions, async (id) => {
    const changed = await assessments.replaceAll(id, readAt, machines.get(id) ?? []);
    await requestLooks(ports, machineKind, withRows(ports, changed), 'sweep: Defender assesses it otherwise');
  });
  return undefined;
}

/** Asking again brings nothing until a person gives the right. */
function isForGood(gap: GraphGap): boolean {
  return gap.reason === 'failed' && isForbidden(gap.failure);
}

/** By the subscription of the machine, which for one of another cloud is not that of its connector. */
function bySubscription(rows: readonly EdrRow[]): ReadonlyMap<string, readonly AssessedMachine[]> {
  const machines = new Map<string, AssessedMachine[]>();
  for (const { machineId, assessments } of rows) {
    const id = inSubscription.exec(machineId)?.[1]?.toLowerCase();
    if (id === undefined) continue;
    const known = machines.get(id) ?? [];
    known.push({ resourceId: machineId, assessments });
    machines.set(id, known);
  }
  return machines;
}

/** An assessment makes no row: it can be of a machine that the file leaves alone, or that is gone. */
async function* withRows(
  { store }: Ports,
  machines: readonly { readonly resourceId: string }[],
): AsyncGenerator<{ readonly resourceId: string }, void, void> {
  for (const machine of machines) {
    const stored = await store.machines.read(keyOf(machine.resourceId)).catch(() => undefined);
    if (stored !== undefined) yield { resourceId: stored.value.resourceId };
  }
}
