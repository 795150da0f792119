import type { Json } from '../domain/canonical-json.ts';
import type { UnreadSteps } from '../domain/machine/foreign-parts.ts';
import { serviceNames } from '../domain/service-name.ts';
import { serviceByActivity } from '../domain/services/all-services.ts';
import { activityOf } from '../domain/step/step-id.ts';
import { isFields } from './json-fields.ts';

/**
 * The stored steps that this release would write itself and cannot read; undefined for none. Steps that are no map
 * could be those of any service. A step of an activity that is not ours never gets in the way of ours.
 */
export function unreadStepsOf(stored: Json | undefined, read: Json | undefined): UnreadSteps | undefined {
  if (!isFields(stored)) return { ids: [], services: serviceNames };
  const unread = Object.entries(stored).filter(
    ([id]) => !Object.hasOwn(Object(read), id) && serviceByActivity.has(activityOf(id)),
  );
  if (unread.length === 0) return undefined;
  return {
    ids: unread.map(([id]) => id),
    services: unread.flatMap(([id, step]) => serviceOf(id, step)),
  };
}

function serviceOf(id: string, step: Json): readonly string[] {
  const named = isFields(step) ? step.service : undefined;
  if (typeof named === 'string') return [named];
  const service = serviceByActivity.get(activityOf(id));
  return service === undefined ? [] : [service.name];
}
