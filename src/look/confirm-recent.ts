import { comparableArmId } from '../domain/arm-id.ts';
import { isSameId } from '../domain/ids.ts';
import {
  findResource,
  type ResourceFacts,
  type ResourceRow,
  withResource,
} from '../domain/subscription/resource-facts.ts';
import { sharedTypeOf } from '../domain/subscription/shared-type-of.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { Ports } from '../ports/ports.ts';

/** Resource Graph is seconds to minutes late; what is older than this it knows. Milliseconds of app time. */
const recentMs = 30 * 60_000;
const mostEvents = 20;

/**
 * What Resource Graph showed, set right where it may be late or has lost something: what was there by our last look, or
 * what we wrote lately, and it does not show, and what was deleted lately and it still shows, are asked for themselves.
 */
export async function confirmRecent(
  ports: Ports,
  record: SubscriptionRecord,
  shown: ResourceFacts,
): Promise<PartOutcome<ResourceFacts>> {
  const nowMs = ports.clock.now();
  const deleted = await readDeleted(ports, record, nowMs);
  const doubtful = new Set([
    ...[...writtenLately(record, nowMs), ...knownInPlace(record)].filter((id) => findResource(shown, id) === undefined),
    ...deleted.filter((id) => findResource(shown, id) !== undefined),
  ]);
  return await confirmResources(ports, record, shown, [...doubtful]);
}

/** The facts with these resources as they are now. */
export async function confirmResources(
  { azure }: Ports,
  target: SubscriptionRecord,
  shown: ResourceFacts,
  ids: readonly string[],
): Promise<PartOutcome<ResourceFacts>> {
  const known = ids.flatMap((id) => {
    const type = sharedTypeOf(id);
    return type === undefined ? [] : [{ id, type }];
  });
  const reads = await Promise.all(
    known.map(async ({ id, type }) => ({ id, read: await azure.readResource(target, id, type) })),
  );
  let facts = shown;
  for (const { id, read } of reads) {
    if (read.kind === 'failed') return read;
    facts = withResource(facts, id, read.value);
  }
  return { kind: 'found', value: facts };
}

/**
 * The facts with every system topic of the subscription as it is now: whoever makes one beside one that Resource Graph
 * does not show yet is refused, since a source has one.
 */
export async function confirmTopics(
  { azure }: Ports,
  target: SubscriptionRecord,
  shown: ResourceFacts,
): Promise<PartOutcome<ResourceFacts>> {
  const type = 'Microsoft.EventGrid/systemTopics';
  const listed = await azure.listResources(target, type);
  if (listed.kind === 'failed') return listed;
  const topics = shown.rows.filter((row) => row.type === type.toLowerCase());
  const isListed = ({ id }: ResourceRow): boolean => listed.value.some((one) => isSameId(one.id, id));
  const gone = topics.filter((row) => !isListed(row));
  const without = gone.reduce((facts, { id }) => withResource(facts, id, undefined), shown);
  return { kind: 'found', value: listed.value.reduce((facts, row) => withResource(facts, row.id, row), without) };
}

function writtenLately({ steps }: SubscriptionRecord, nowMs: number): readonly string[] {
  return Object.values(steps).flatMap(({ touches, writes, lastAt }) => {
    const mayBeThere = writes.at(-1)?.ended !== 'failed' && nowMs - Date.parse(lastAt) < recentMs;
    return touches.part === 'resource' && mayBeThere ? [comparableArmId(touches.resourceId)] : [];
  });
}

/** A machine that goes by one of these must not hear that it is gone because Resource Graph does not show it. */
function knownInPlace({ shared, owned }: SubscriptionRecord): readonly string[] {
  const ours = owned.flatMap(({ resourceId, state }) => (state === 'confirmed' ? [comparableArmId(resourceId)] : []));
  return [...shared.present, ...(shared.unshown ?? []), ...ours];
}

/** Only a store is asked, and only while something of the kind can have happened. */
async function readDeleted({ store }: Ports, { key }: SubscriptionRecord, nowMs: number): Promise<readonly string[]> {
  const recent = await store.timeline.recent(key, mostEvents);
  return recent.flatMap(({ at, what, operation, resourceId }) => {
    const isDelete = what === 'event' && operation?.toLowerCase().endsWith('/delete') === true;
    const isRecent = nowMs - Date.parse(at) < recentMs;
    return isDelete && isRecent && resourceId !== undefined ? [comparableArmId(resourceId)] : [];
  });
}
