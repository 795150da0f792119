import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { MachineRecord } from '../../domain/machine/machine-record.ts';
import { wordOf } from '../../domain/machine/standing.ts';
import { findRecord } from '../../operator/find-record.ts';
import type { Ports } from '../../ports/ports.ts';
import { problem } from './problem.ts';
import type { Parsed } from './read-body.ts';

/** The machine that a route's `{keyOrName}` names; the problem says why there is none, and which ones it could be. */
export async function findMachine(ports: Pick<Ports, 'store'>, request: HttpRequest): Promise<Parsed<MachineRecord>> {
  const found = await findRecord(ports, request.params.keyOrName ?? '');
  switch (found.kind) {
    case 'found':
      return { ok: true, value: found.record };
    case 'unknown':
      return refuse(problem(404, 'MachineNotFound', 'No machine has this key or name.'));
    case 'ambiguous': {
      const candidates = found.candidates.map(({ key, resourceId, standing }) => {
        return { key, resourceId, status: wordOf(standing) };
      });
      return refuse(problem(409, 'NameNotUnique', 'More than one machine has this name: use a key.', { candidates }));
    }
  }
}

function refuse(response: HttpResponseInit): { readonly ok: false; readonly response: HttpResponseInit } {
  return { ok: false, response };
}
