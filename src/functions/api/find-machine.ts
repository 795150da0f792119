import type { MachineRecord } from '../../domain/machine/machine-record.ts';
import { wordOf } from '../../domain/machine/standing.ts';
import { findRecord } from '../../operator/find-record.ts';
import type { Ports } from '../../ports/ports.ts';
import type { oneMachineProblems } from '../contract/one-machine.ts';
import { type Problem, problem } from './problem.ts';
import { rowUnreadable } from './row-unreadable.ts';

export type FoundMachine =
  | { readonly kind: 'found'; readonly record: MachineRecord }
  | Problem<(typeof oneMachineProblems)[number]>;

/** The machine that a route's `{keyOrName}` names; the problem says why there is none, and which ones it could be. */
export async function findMachine(ports: Pick<Ports, 'store'>, keyOrName: string): Promise<FoundMachine> {
  const found = await findRecord(ports, keyOrName);
  switch (found.kind) {
    case 'found':
      return found;
    case 'unknown':
      return problem('MachineNotFound', 'No machine has this key or name.');
    case 'unreadable':
      return rowUnreadable(found.rows);
    case 'ambiguous': {
      const candidates = found.candidates.map(({ key, resourceId, standing }) => {
        return { key, resourceId, status: wordOf(standing) };
      });
      const { unreadable } = found;
      return problem('NameNotUnique', 'More than one machine has this name: use a key.', {
        candidates,
        ...(unreadable.length === 0 ? {} : { unreadable }),
      });
    }
  }
}
