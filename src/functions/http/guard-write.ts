import type { HttpResponseInit } from '@azure/functions';
import type { AppSettings } from '../../ports/ports.ts';
import { problem } from './problem.ts';

/** Who a write by function key is recorded as: a key names nobody. */
export const keyHolder = 'a function key';

/** Refuses writes by function key unless the setting allows them. */
export function guardWrite(settings: AppSettings): HttpResponseInit | undefined {
  if (settings.allowKeyWrites) return undefined;
  return problem(
    403,
    'KeyWritesNotAllowed',
    'This app does not accept writes by function key. Set AMO_ALLOW_KEY_WRITES to true to allow them.',
  );
}
