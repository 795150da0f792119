import type { Sight } from '../step/fold-operations.ts';
import type { OwnedResource } from '../step/step-record.ts';
import type { MachineFacts } from './machine-facts.ts';

/** Whether an extension or association of ours is on the machine as it was read. */
export function sightOf({ resourceId }: OwnedResource, facts: MachineFacts): Sight {
  const id = resourceId.toLowerCase();
  const resources = id.includes('/datacollectionruleassociations/') ? facts.associations : facts.extensions;
  if (resources === undefined) return 'unread';
  const name = id.slice(id.lastIndexOf('/') + 1);
  return resources.some((resource) => resource.name.toLowerCase() === name) ? 'seen' : 'unseen';
}
