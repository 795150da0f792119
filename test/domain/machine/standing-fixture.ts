import { type FlatStanding, readStanding } from '../../../src/domain/machine/read-standing.ts';
import type { Standing } from '../../../src/domain/machine/standing.ts';

/** A standing by its words, e.g. `Held`, `ForeignIdentity`; since the first hour of 2026 unless told otherwise. */
export function standingOf(status: string, code?: string, more: Partial<FlatStanding> = {}): Standing {
  return readStanding({ status, code, since: '2026-01-01T00:00:00.000Z', ...more });
}
