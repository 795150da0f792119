import { locationOf } from '../store/location.ts';
import { regions } from '../store/regions.ts';
import type { ArmRequest, JsonObject } from '../types.ts';
import { armError } from './arm-error.ts';

const names: ReadonlySet<string> = new Set(regions.map(({ name }) => name));

/** Types that may be in no region. */
const globalTypes: ReadonlySet<string> = new Set(['Microsoft.EventGrid/systemTopics']);

/** 400 when the body names a region that Azure does not have. Words: cloud-barista/cb-spider issue 527, Azure/azure-rest-api-specs pull request 8347. */
export function checkRegion(request: ArmRequest, body: JsonObject): void {
  const location = locationOf(body);
  const type = request.operation.replace(/\/write$/i, '');
  if (location === undefined || names.has(location) || (location === 'global' && globalTypes.has(type))) return;
  const listed = [...names].join(',');
  if (/\/resourceGroups$/i.test(type)) {
    throw armError(
      400,
      'LocationNotAvailableForResourceGroup',
      `The provided location '${location}' is not available for resource group. List of available regions is '${listed}'.`,
    );
  }
  throw armError(
    400,
    'LocationNotAvailableForResourceType',
    `The provided location '${location}' is not available for resource type '${type}'. List of available regions for the resource type is '${listed}'.`,
  );
}
