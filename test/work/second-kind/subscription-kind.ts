import { openMemoryTables } from '../../../local/store/memory-store.ts';
import { rememberRows } from '../../../local/store/remember-rows.ts';
import { keyOf } from '../../../src/domain/ids.ts';
import type { StartLimits } from '../../../src/domain/work/admit-starts.ts';
import type { SteppedRow } from '../../../src/look/run-step.ts';
import type { RowTable, StorePort } from '../../../src/ports/store.ts';
import { createRowTable, nameOfTarget } from '../../../src/store/row-table.ts';
import type { TargetKind } from '../../../src/work/target-kind.ts';

/** As small as a target with steps can be: where it stands, and the version of each machine that its last look saw. */
export interface SubscriptionRow extends SteppedRow {
  readonly status: string;
  readonly seen: Readonly<Record<string, number>>;
}

/** The store of an app that knows a second kind. */
export interface SecondStore extends StorePort {
  readonly watched: RowTable<SubscriptionRow>;
}

export const subscriptionLimits: StartLimits = { inFlight: 3, perSubscription: 1, startsPerMinute: 3 };

/** A second kind of target, and all that it takes. */
export const subscriptionKind: TargetKind<SubscriptionRow> = {
  kind: 'subscription',
  orchestrator: 'watchSubscription',
  assessActivity: 'assessSubscription',
  keyName: 'subscriptionId',
  limitsOf: () => subscriptionLimits,
  rowsOf: ({ watched }: SecondStore) => watched,
  newRow: (resourceId) => {
    const [, subscription] = /^\/subscriptions\/([0-9a-f-]{36})$/i.exec(resourceId) ?? [];
    if (subscription === undefined) return undefined;
    const core = { key: keyOf(resourceId), resourceId, subscription, lookId: undefined, lastLookAt: undefined };
    const noSteps = { steps: {}, owned: [], notBefore: undefined, unread: undefined, lookedAtWall: undefined };
    return { ...core, ...noSteps, latest: [], status: 'New', seen: {} };
  },
  statusOf: ({ status }) => status,
  tellStuck: (row, { code, detail, nowMs }) => {
    const entry = { at: new Date(nowMs).toISOString(), what: 'status', text: `${code}: ${detail}`, code } as const;
    return { row: { ...row, status: code }, timeline: [entry] };
  },
};

/** The same store with one more table. */
export function withSubscriptions(store: StorePort): SecondStore {
  return { ...store, watched: subscriptionTable() };
}

/** A table in memory, made of the adapter that machines have. */
export function subscriptionTable(): RowTable<SubscriptionRow> {
  const shape = rememberRows({
    table: 'watched',
    filters: [],
    nameOf: nameOfTarget,
    toColumns: (row: SubscriptionRow) => ({ columns: { body: JSON.stringify(row) }, isWhole: true }),
    toRow: ({ columns }) => JSON.parse(String(columns.body)) as SubscriptionRow,
  });
  return createRowTable(openMemoryTables()(shape.table), shape);
}

/** A subscription as work names it. */
export function subscriptionRef(subscription: string) {
  const resourceId = `/subscriptions/${subscription}`;
  return { key: keyOf(resourceId), resourceId, subscription };
}
