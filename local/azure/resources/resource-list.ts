import { armError } from '../core/request/arm-error.ts';
import { pageOf } from '../core/request/page.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import type { ArmRequest, Family, JsonObject, SimContext } from '../core/types.ts';
import { resourceFilter } from './resource-filter.ts';

const subscription = '/subscriptions/{subscriptionId}';
/** Azure Resource Manager REST API, "Resources - List": at most 1,000 in a page. */
const largestPage = 1000;

/** Every tracked resource of a subscription or group (Azure Resource Manager "Resources - List"). */
export const resourceListFamily: Family = (context) =>
  [`${subscription}/resources`, `${subscription}/resourceGroups/{groupName}/resources`].map((path) => ({
    method: 'GET' as const,
    path,
    operation: 'Microsoft.Resources/subscriptions/resources/read',
    source: 'Azure REST API, Resources - List and List By Resource Group',
    executes: ['$expand', '$filter', '$skiptoken', '$top'],
    handle: (request) => {
      const matches = resourceFilter(request.query.$filter);
      const more = expansionOf(request);
      const { subscriptionId, groupName } = parseArmId(request.path);
      const inScope = ({ id }: StoredResource): boolean => {
        const found = parseArmId(id);
        return (
          same(found.subscriptionId, subscriptionId) && (groupName === undefined || same(found.groupName, groupName))
        );
      };
      const found = trackedResources(context).filter((resource) => inScope(resource) && matches(resource));
      return pageOf(request, found, (resource) => ({ ...listed(resource), ...more(resource) }), largestPage);
    },
  }));

function trackedResources(context: SimContext): StoredResource[] {
  return context.collections
    .flatMap((collection) => collection.all())
    .filter(({ location, type }) => location !== undefined && type !== 'Microsoft.Resources/resourceGroups');
}

function listed({ id, type, location, tags, managedBy, kind }: StoredResource): JsonObject {
  return { id, name: parseArmId(id).namePath, type, location, tags, managedBy, kind };
}

const expansions: Readonly<Record<string, (resource: StoredResource) => JsonObject>> = {
  createdtime: ({ createdAtMs }) => ({ createdTime: new Date(createdAtMs).toISOString() }),
  changedtime: ({ modifiedAtMs }) => ({ changedTime: new Date(modifiedAtMs).toISOString() }),
  provisioningstate: ({ provisioningState = 'Succeeded' }) => ({ provisioningState }),
};

/** `$expand`: createdTime, changedTime and provisioningState, joined by commas (same page of the REST API). */
function expansionOf(request: ArmRequest): (resource: StoredResource) => JsonObject {
  const names = (request.query.$expand ?? '').split(',').map((name) => name.trim().toLowerCase());
  const wanted = names.filter((name) => name !== '').map((name) => expansions[name]);
  if (wanted.includes(undefined)) {
    throw armError(501, 'SimulatorExpandUnknown', `The Azure simulator does not execute $expand=${names.join(',')}.`);
  }
  return (resource) => Object.assign({}, ...wanted.map((expand) => expand?.(resource)));
}

function same(left: string | undefined, right: string | undefined): boolean {
  return left?.toLowerCase() === right?.toLowerCase();
}
