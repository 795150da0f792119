import type { Ports } from '../ports/ports.ts';

/** How much is owed, now: the table is as large as what is owed, so it is read each time. */
export interface WorkStatus {
  readonly owed: number;
  readonly leased: number;
  readonly dueWithin30Minutes: number;
  readonly nextDueAt: string | undefined;
}

const soonMs = 30 * 60_000;

export async function readWorkStatus(ports: Pick<Ports, 'store' | 'clock'>): Promise<WorkStatus> {
  const rows = await ports.store.work.listAll();
  const nowIso = new Date(ports.clock.now()).toISOString();
  const soonIso = new Date(ports.clock.now() + soonMs).toISOString();
  const dues = rows.map((row) => row.dueAt).sort();
  return {
    owed: rows.length,
    leased: rows.filter((row) => row.leaseUntil > nowIso).length,
    dueWithin30Minutes: rows.filter((row) => row.dueAt <= soonIso).length,
    nextDueAt: dues[0],
  };
}
