import { comparableArmId } from '../domain/arm-id.ts';
import { isForbidden } from '../domain/failures/is-forbidden.ts';
import { isSameId } from '../domain/ids.ts';
import {
  findResource,
  type ResourceFacts,
  type ResourceRow,
  withResource,
} from '../domain/subscription/resource-facts.ts';
import { sharedTypeOf } from '../domain/subscription/shared-type-of.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { SharedType } from '../domain/write/shared-resource.ts';
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
  const needed = new Set([...writtenLately(record, nowMs), ...inUse(record)]);
  const doubtful = new Set([
    ...[...needed, ...madeByUs(record)].filter((id) => findResource(shown, id) === undefined),
    ...deleted.filter((id) => findResource(shown, id) !== undefined),
  ]);
  const mayStayUnread = (id: string): boolean => !needed.has(id) && !deleted.includes(id);
  return await confirmResources(ports, record, shown, [...doubtful], mayStayUnread);
}

/** So many of one type are asked for one by one: a list of the type tells of more than that in as many pages as it has. */
const mostOfType = 8;
const atOnce = 5;

/**
 * The facts with these resources as they are now, in a number of reads that does not grow with them. Ends with the first
 * read that fails.
 * @param mayStayUnread of which it is enough to know what was shown, where the app may not read them
 */
export async function confirmResources(
  ports: Pick<Ports, 'azure'>,
  target: SubscriptionRecord,
  shown: ResourceFacts,
  ids: readonly string[],
  mayStayUnread: (id: string) => boolean = () => false,
): Promise<PartOutcome<ResourceFacts>> {
  const byType = new Map<SharedType, string[]>();
  for (const id of ids) {
    const type = sharedTypeOf(id);
    if (type !== undefined) byType.set(type, [...(byType.get(type) ?? []), id]);
  }
  let facts = shown;
  for (const [type, some] of byType) {
    const read = await readSome(ports, target, type, some, mayStayUnread);
    if (read.kind === 'failed') return read;
    for (const [id, row] of read.value) facts = withResource(facts, id, row);
  }
  return { kind: 'found', value: facts };
}

/** By id, undefined for what is not there; what stays unread is left out. */
type ReadNow = ReadonlyMap<string, ResourceRow | undefined>;

async function readSome(
  { azure }: Pick<Ports, 'azure'>,
  target: SubscriptionRecord,
  type: SharedType,
  ids: readonly string[],
  mayStayUnread: (id: string) => boolean,
): Promise<PartOutcome<ReadNow>> {
  const found = new Map<string, ResourceRow | undefined>();
  if (ids.length > mostOfType) {
    const listed = await azure.listResources(target, type);
    if (listed.kind === 'found') {
      const rows = new Map(listed.value.map((row) => [comparableArmId(row.id), row]));
      return { kind: 'found', value: new Map(ids.map((id) => [id, rows.get(comparableArmId(id))])) };
    }
    return isForbidden(listed.failure) && ids.every(mayStayUnread) ? { kind: 'found', value: found } : listed;
  }
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce);
    const reads = await Promise.all(some.map((id) => azure.readResource(target, id, type)));
    for (const [index, read] of reads.entries()) {
      const id = some[index] ?? '';
      if (read.kind === 'found') found.set(id, read.value);
      else if (!isForbidden(read.failure) || !mayStayUnread(id)) return read;
    }
  }
  return { kind: 'found', value: found };
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
function inUse({ shared }: SubscriptionRecord): readonly string[] {
  return [...shared.present, ...(shared.unshown ?? [])];
}

/** What is not in use by machines: a step reads it again before it writes it. */
function madeByUs({ owned }: SubscriptionRecord): readonly string[] {
  return owned.flatMap(({ resourceId, state }) => (state === 'confirmed' ? [comparableArmId(resourceId)] : []));
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
