import type { TargetRow } from '../../../src/domain/work/target-row.ts';
import type { LookOutcome } from '../../../src/look/run-look.ts';
import { wakeMachines } from '../../../src/look/wake-machines.ts';
import type { StorePort } from '../../../src/ports/store.ts';
import { callableWork } from './callable-tables.ts';
import type { SharedDefect } from './shared-run.ts';
import { subscriptions } from './shared-world.ts';

/**
 * Mistakes that somebody could make in how machines ask, how subscriptions make and how they wake. The run must find
 * each of them, or it proves nothing about the protocol without them.
 */
export const sharedDefects: Readonly<Record<string, SharedDefect>> = {
  'a machine that waits asks nobody': { breakMachineLook: (look) => async (start) => withoutAsks(await look(start)) },

  'a machine asks only at its first look': {
    breakMachineLook: (look) => async (start) => {
      const outcome = await look(start);
      return start.record.lastLookAt === undefined ? outcome : withoutAsks(outcome);
    },
  },

  'a machine does not park when its ask is lost': { breakProcess: settleAfterLostAsk },

  'a machine waits for the wake alone': {
    breakMachineLook: (look) => async (start) => ({ ...(await look(start)), next: { kind: 'settled' } }),
  },

  'a machine asks for a look a day later': {
    breakMachineLook: (look) => async (start) => {
      const { asks = [], ...outcome } = await look(start);
      const dueAt = new Date(Date.parse(outcome.record.lastLookAt ?? '') + 24 * 60 * 60_000).toISOString();
      return 'map' in asks ? { ...outcome, asks: asks.map((ask) => ({ ...ask, dueAt })) } : outcome;
    },
  },

  'a subscription makes what it made while the list lags': { readsList: true },

  'a subscription wakes nobody': { breakSubscriptionLook: (look) => async (start) => withoutAsks(await look(start)) },

  'a subscription wakes the machines of another one': {
    breakSubscriptionLook: (look, ports) => async (start) => {
      const outcome = await look(start);
      const other = subscriptions.find((id) => id !== outcome.record.subscription) ?? '';
      const asks = wakeMachines(ports, start.record, { ...outcome.record, subscription: other });
      return { ...withoutAsks(outcome), ...(asks === undefined ? {} : { asks }) };
    },
  },

  'the attempt of a step is not saved before its write': { breakProcess: forgetAttempts },
};

function withoutAsks<Row extends TargetRow>({ asks: _, ...outcome }: LookOutcome<Row>): LookOutcome<Row> {
  return outcome;
}

/** The look goes on when its ask is refused, and ends as if nothing were left to wait for. */
function settleAfterLostAsk(store: StorePort): StorePort {
  const work = callableWork(store.work);
  let isLost = false;
  return {
    ...store,
    work: {
      ...work,
      upsert: async (ref, patch) => {
        if (ref.kind !== 'subscription') return work.upsert(ref, patch);
        await work.upsert(ref, patch).catch(() => {
          isLost = true;
        });
      },
      merge: (ref, patch, etag) =>
        isLost && patch.leaseUntil === '' ? work.delete(ref, etag) : work.merge(ref, patch, etag),
    },
  };
}

/** Says that the row with a new attempt is saved, and saves it never. */
function forgetAttempts(store: StorePort): StorePort {
  const { subscriptions: rows } = store;
  const isOpen = (steps: StepsOf): boolean =>
    Object.values(steps).some(({ writes }) => writes.at(-1)?.ended === 'sent');
  return {
    ...store,
    subscriptions: {
      read: (key) => rows.read(key),
      insert: (row) => rows.insert(row),
      delete: (key, etag) => rows.delete(key, etag),
      readRecent: (key) => rows.readRecent(key),
      listAll: () => rows.listAll(),
      listNamed: (name) => rows.listNamed(name),
      replace: async (row, etag) => (isOpen(row.steps) ? { kind: 'done', etag } : rows.replace(row, etag)),
    },
  };
}

type StepsOf = Awaited<ReturnType<StorePort['subscriptions']['listAll']>>['records'][number]['steps'];
