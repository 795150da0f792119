import { machineStatuses } from '../../src/domain/machine/status.ts';

/** What of a machine is shown. */
export interface ShownMachine {
  readonly key: string;
  readonly name: string;
  readonly status: string;
  /** The reason within the status. */
  readonly code: string | null;
  readonly since: string;
}

const order: readonly string[] = machineStatuses;

/** How many machines are in each status; the counts add up to the machines. Statuses without one are left out. */
export function countByStatus(machines: readonly ShownMachine[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { status } of machines) counts.set(status, (counts.get(status) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
}

/** Such as `31 machines, 60 writes: 19 Held, 12 Configured`, the most frequent first. */
export function describeCounts(machines: readonly ShownMachine[], writes: number): string {
  const counts = Object.entries(countByStatus(machines)).sort(([, a], [, b]) => b - a);
  const list = counts.map(([status, count]) => `${count} ${status}`).join(', ');
  const totals = `${machines.length} machine${machines.length === 1 ? '' : 's'}, ${writes} write${writes === 1 ? '' : 's'}`;
  return list === '' ? totals : `${totals}: ${list}`;
}

/** Such as `Held (IdentityMissing)`. */
export function describeStatus({ status, code }: Pick<ShownMachine, 'status' | 'code'>): string {
  return code === null ? status : `${status} (${code})`;
}

/** One line for each step that is being taken, with the machines it is taken on. */
export function describeSteps(machines: readonly ShownMachine[], mostNames = 6): string[] {
  const bySteps = new Map<string, ShownMachine[]>();
  for (const machine of machines) {
    if (machine.status !== 'InProgress') continue;
    const step = machine.code ?? 'working';
    bySteps.set(step, [...(bySteps.get(step) ?? []), machine]);
  }
  return [...bySteps]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([step, busy]) => {
      const names = busy.map(({ name }) => name).sort();
      const rest = names.length - mostNames;
      return `  ${step.padEnd(28)} ${names.slice(0, mostNames).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
    });
}

/** Where machines have arrived since, in the order of time; the steps on the way are shown as such. */
export function describeChanges(
  before: ReadonlyMap<string, ShownMachine>,
  machines: readonly ShownMachine[],
): string[] {
  return [...machines]
    .sort((a, b) => (a.since < b.since ? -1 : 1))
    .flatMap((machine) => {
      const old = before.get(machine.key);
      if (machine.status === 'InProgress' || machine.status === 'Discovered') return [];
      if (old !== undefined && old.status === machine.status && old.code === machine.code) return [];
      return [`${clockTime(Date.parse(machine.since))}  ${machine.name.padEnd(16)} ${describeStatus(machine)}`];
    });
}

/** Hours, minutes and seconds, UTC. */
export function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
