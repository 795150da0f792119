import type { Ports } from '../ports/ports.ts';
import { type ReadReport, readAdoption } from './arm-scopes.ts';

/** A report and the app time it is of. */
export interface DatedReport {
  readonly asOf: string;
  readonly report: ReadReport;
}

/** The pages of one report should be asked for within this, in milliseconds of real time. */
const longestAgeMs = 60_000;

/**
 * Makes the reader of the adoption report for one process. A first page reads the whole fleet; the pages behind it are
 * of the same report, so that they fit together and a fleet is not read once per page.
 */
export function createAdoptionPages(
  ports: Pick<Ports, 'store' | 'fleet' | 'clock' | 'wallClock'>,
): (scopes: readonly string[], isFirstPage: boolean) => Promise<DatedReport> {
  let last: { readonly scopes: string; readonly readAtMs: number; readonly dated: DatedReport } | undefined;
  return async (scopes, isFirstPage) => {
    const name = scopes.join(',').toLowerCase();
    const nowMs = ports.wallClock.now();
    if (!isFirstPage && last?.scopes === name && nowMs - last.readAtMs < longestAgeMs) return last.dated;
    const asOf = new Date(ports.clock.now()).toISOString();
    const dated = { asOf, report: await readAdoption(ports, scopes) };
    last = { scopes: name, readAtMs: nowMs, dated };
    return dated;
  };
}
