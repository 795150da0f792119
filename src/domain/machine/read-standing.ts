import type { Standing } from './standing.ts';
import { machineStatuses } from './status.ts';

/** A standing as a row has it: flat. */
export interface FlatStanding {
  readonly status: string;
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly since: string;
  readonly until?: string | undefined;
}

/** Reads what a row says of its machine; what does not go with its status is left out, and what must go is due now. */
export function readStanding({ status: word, code = '', detail, since, until }: FlatStanding): Standing {
  const status = machineStatuses.find((known) => known === word);
  const told = detail === undefined ? { since } : { since, detail };
  const wait = until === undefined ? {} : { until };
  switch (status) {
    case undefined:
      return { status: 'Unknown', word, ...(code === '' ? {} : { code }), ...told, ...wait };
    case 'Discovered':
    case 'Configured':
      return { status, since };
    case 'Gone':
      return { status, ...told };
    case 'Unsupported':
      return { status, code, ...told };
    case 'Pending':
    case 'Failed':
      return { status, code, ...told, until: until ?? since };
    default:
      return { status, code, ...told, ...wait };
  }
}
