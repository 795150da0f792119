import type { StorePort } from '../../src/ports/store.ts';

/** One call of the store, before it takes effect or after. `name` is `<table>.<operation>`, e.g. `work.merge`. */
export interface StoreMoment {
  readonly name: string;
  readonly phase: 'before' | 'after';
}

/** Called around every operation. A throw before it prevents the operation; one after it loses only the answer. */
export type StoreHook = (moment: StoreMoment) => void | Promise<void>;

/** The same store, every operation of which is announced before and after; for counts, delays and crashes. */
export function observeStore(store: StorePort, hook: StoreHook): StorePort {
  return {
    machines: observeTable('machines', store.machines, hook),
    subscriptions: observeTable('subscriptions', store.subscriptions, hook),
    work: observeTable('work', store.work, hook),
    timeline: observeTable('timeline', store.timeline, hook),
    controls: observeTable('controls', store.controls, hook),
    specs: observeTable('specs', store.specs, hook),
    gates: observeTable('gates', store.gates, hook),
    stops: observeTable('stops', store.stops, hook),
    sweeps: observeTable('sweeps', store.sweeps, hook),
    assessments: observeTable('assessments', store.assessments, hook),
  };
}

/** One table of it. */
export function observeTable<Table extends object>(tableName: string, table: Table, hook: StoreHook): Table {
  const operations = new Map<unknown, unknown>();
  return new Proxy(table, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property);
      if (typeof member !== 'function') return member;
      // By what it calls, since tests put other operations into a table.
      const known = operations.get(member);
      if (known !== undefined) return known;
      const name = `${tableName}.${String(property)}`;
      const observed = async (...input: unknown[]): Promise<unknown> => {
        await hook({ name, phase: 'before' });
        const answer: unknown = await Reflect.apply(member, target, input);
        await hook({ name, phase: 'after' });
        return answer;
      };
      operations.set(member, observed);
      return observed;
    },
  });
}
