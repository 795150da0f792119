import { armError } from '../core/request/arm-error.ts';
import { pageOf } from '../core/request/page.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import type { Family, SimContext } from '../core/types.ts';

const subscription = '/subscriptions/{subscriptionId}';
/** The Azure CLI asks with api-versions of 2016 on. */
const oldestApiVersion = '2015-01-01';

/** Every tracked resource of a subscription or group (Azure Resource Manager "Resources - List"). */
export const resourceListFamily: Family = (context) =>
  [`${subscription}/resources`, `${subscription}/resourceGroups/{groupName}/resources`].map((path) => ({
    method: 'GET' as const,
    path,
    operation: 'Microsoft.Resources/subscriptions/resources/read',
    oldestApiVersion,
    handle: (request) => {
      const matches = filterOf(request.query.$filter);
      const { subscriptionId, groupName } = parseArmId(request.path);
      const inScope = ({ id }: StoredResource): boolean => {
        const found = parseArmId(id);
        return (
          same(found.subscriptionId, subscriptionId) && (groupName === undefined || same(found.groupName, groupName))
        );
      };
      const found = trackedResources(context).filter((resource) => inScope(resource) && matches(resource));
      return pageOf(request, found, ({ id, name, type, location, tags }) => ({ id, name, type, location, tags }));
    },
  }));

function trackedResources(context: SimContext): StoredResource[] {
  return context.collections
    .flatMap((collection) => collection.all())
    .filter(({ location, type }) => location !== undefined && type !== 'Microsoft.Resources/resourceGroups')
    .map((resource) => ({ ...resource, name: parseArmId(resource.id).namePath }));
}

type Test = (resource: StoredResource) => boolean;

const filters: Readonly<Record<string, (wanted: string) => Test>> = {
  resourcetype:
    (wanted) =>
    ({ type }) =>
      same(type, wanted),
  resourcegroup:
    (wanted) =>
    ({ id }) =>
      same(parseArmId(id).groupName, wanted),
  name:
    (wanted) =>
    ({ name }) =>
      same(name, wanted),
  location:
    (wanted) =>
    ({ location }) =>
      same(location, wanted.replaceAll(' ', '')),
  tagname:
    (wanted) =>
    ({ tags }) =>
      Object.keys(tags ?? {}).some((name) => same(name, wanted)),
  tagvalue:
    (wanted) =>
    ({ tags }) =>
      Object.values(tags ?? {}).includes(wanted),
};

/** `name eq 'value'`, several joined by `and`. @throws ArmError 400 for any other filter. */
function filterOf(filter: string | undefined): Test {
  if (filter === undefined || filter.trim() === '') return () => true;
  const tests = filter
    .trim()
    .split(/\s+and\s+/i)
    .map((part) => {
      const [, name = '', value = ''] = /^\(?(\w+)\s+eq\s+'([^']*)'\)?$/i.exec(part) ?? [];
      const test = filters[name.toLowerCase()];
      if (test !== undefined) return test(value);
      throw armError(
        400,
        'InvalidFilterInQueryString',
        `Invalid $filter '${filter}' specified in the query string. The simulator knows "${Object.keys(filters).join(', ')} eq 'value'", joined by and.`,
      );
    });
  return (resource) => tests.every((test) => test(resource));
}

function same(left: string | undefined, right: string | undefined): boolean {
  return left?.toLowerCase() === right?.toLowerCase();
}
