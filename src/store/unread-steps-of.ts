import type { Json } from '../domain/canonical-json.ts';
import type { UnreadSteps } from '../domain/machine/foreign-parts.ts';
import { activityOf } from '../domain/step/step-id.ts';
import { isFields } from './json-fields.ts';

/**
 * The stored steps that this release would write itself and cannot read; undefined for none. Steps that are no map
 * could be those of any service. A step of an activity that is not ours never gets in the way of ours.
 */
export function unreadStepsOf(
  stored: Json | undefined,
  read: Json | undefined,
  services: Services,
): UnreadSteps | undefined {
  if (!isFields(stored)) return { ids: [], services: services.names };
  const unread = Object.entries(stored).filter(
    ([id]) => !Object.hasOwn(Object(read), id) && services.serviceOf(activityOf(id)) !== undefined,
  );
  if (unread.length === 0) return undefined;
  return {
    ids: unread.map(([id]) => id),
    services: unread.flatMap(([id, step]) => serviceOf(services, id, step)),
  };
}

/** The services of one kind of target. */
interface Services {
  readonly names: readonly string[];
  /** The service that runs an activity; undefined for one that is not ours. */
  serviceOf(activity: string): string | undefined;
}

function serviceOf(services: Services, id: string, step: Json): readonly string[] {
  const named = isFields(step) ? step.service : undefined;
  if (typeof named === 'string') return [named];
  const service = services.serviceOf(activityOf(id));
  return service === undefined ? [] : [service];
}
