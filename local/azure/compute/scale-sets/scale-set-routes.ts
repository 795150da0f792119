import { pageOf } from '../../core/request/page.ts';
import { groupIdOf } from '../../core/store/resource-path.ts';
import { etagOf } from '../../core/store/stored-resource.ts';
import type { Family, JsonObject, Route, SimContext } from '../../core/types.ts';
import { findSet, groupPath, setPath } from './find-set.ts';
import { upgradeManually } from './manual-upgrade.ts';
import { type ScaleSet, scaleSetType as type } from './scale-set.ts';
import { scaleSetJson, scaleSetViewJson } from './scale-set-json.ts';
import { deleteScaleSet, patchScaleSet, putScaleSet } from './write-scale-set.ts';

const source = (what: string): string => `Compute REST API, Virtual Machine Scale Sets - ${what}`;

/** Scale sets: Uniform ones with their instances; Flexible ones, whose instances are VMs. */
export const scaleSetFamily: Family = (context) => [
  ...readRoutes(context),
  {
    method: 'PUT',
    path: setPath,
    operation: `${type}/write`,
    source: source('Create Or Update'),
    publishes: 'write',
    handle: (request) => putScaleSet(context, request),
  },
  {
    method: 'PATCH',
    path: setPath,
    operation: `${type}/write`,
    source: source('Update'),
    publishes: 'write',
    handle: (request) => patchScaleSet(context, request),
  },
  {
    method: 'DELETE',
    path: setPath,
    operation: `${type}/delete`,
    source: source('Delete'),
    publishes: 'delete',
    handle: (request) => deleteScaleSet(context, request),
  },
  {
    method: 'POST',
    path: `${setPath}/manualupgrade`,
    operation: `${type}/manualUpgrade/action`,
    source: source('Update Instances'),
    publishes: 'action',
    handle: (request) => upgradeManually(context, request),
  },
];

function readRoutes(context: SimContext): Route[] {
  const operation = `${type}/read`;
  const executes = ['$skiptoken', '$top'] as const;
  const json = (set: ScaleSet): JsonObject => scaleSetJson(context, set);
  return [
    {
      method: 'GET',
      path: setPath,
      operation,
      source: source('Get'),
      handle: (request) => {
        const set = findSet(context, request);
        return { status: 200, headers: { etag: etagOf(set) }, body: json(set) };
      },
    },
    {
      method: 'GET',
      path: `${setPath}/instanceView`,
      operation: `${type}/instanceView/read`,
      source: source('Get Instance View'),
      handle: (request) => ({ status: 200, body: scaleSetViewJson(context, findSet(context, request)) }),
    },
    {
      method: 'GET',
      path: groupPath,
      operation,
      source: source('List'),
      executes,
      handle: (request) => pageOf(request, context.scaleSets.childrenOf(groupIdOf(context, request)), json),
    },
    {
      method: 'GET',
      path: `/subscriptions/{subscriptionId}/providers/${type}`,
      operation,
      source: source('List All'),
      executes,
      handle: (request) => pageOf(request, context.scaleSets.inSubscription(request.param('subscriptionId')), json),
    },
  ];
}
