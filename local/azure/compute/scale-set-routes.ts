import { resourceNotFound } from '../core/request/not-found.ts';
import { pageOf } from '../core/request/page.ts';
import { groupIdOf, resourceIdOf } from '../core/store/resource-path.ts';
import { etagOf } from '../core/store/stored-resource.ts';
import type { Family, JsonObject } from '../core/types.ts';
import { type ScaleSet, scaleSetJson, scaleSetType as type } from './scale-set.ts';

const groupPath = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${type}`;
const operation = `${type}/read`;
const executes = ['$skiptoken', '$top'] as const;

/** Scale sets, read only: whose the VMs of a Flexible one are, is asked of it. */
export const scaleSetFamily: Family = (context) => {
  const json = (set: ScaleSet): JsonObject => scaleSetJson(context, set);
  return [
    {
      method: 'GET',
      path: `${groupPath}/{name}`,
      operation,
      source: 'Compute REST API, Virtual Machine Scale Sets - Get',
      handle: (request) => {
        const id = resourceIdOf(context, request, type);
        const set = context.scaleSets.get(id);
        if (set === undefined) throw resourceNotFound(id);
        return { status: 200, headers: { etag: etagOf(set) }, body: json(set) };
      },
    },
    {
      method: 'GET',
      path: groupPath,
      operation,
      source: 'Compute REST API, Virtual Machine Scale Sets - List',
      executes,
      handle: (request) => pageOf(request, context.scaleSets.childrenOf(groupIdOf(context, request)), json),
    },
    {
      method: 'GET',
      path: `/subscriptions/{subscriptionId}/providers/${type}`,
      operation,
      source: 'Compute REST API, Virtual Machine Scale Sets - List All',
      executes,
      handle: (request) => pageOf(request, context.scaleSets.inSubscription(request.param('subscriptionId')), json),
    },
  ];
};
