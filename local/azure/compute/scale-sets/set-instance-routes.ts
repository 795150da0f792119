import { objectAt } from '../../core/json.ts';
import { pickDuration } from '../../core/operations/durations.ts';
import { expandsInstanceView } from '../../core/request/expands-instance-view.ts';
import { resourceNotFound } from '../../core/request/not-found.ts';
import { pageOf } from '../../core/request/page.ts';
import { readBody } from '../../core/request/read-body.ts';
import { checkPreconditions, etagOf, touch } from '../../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, Route, SimContext } from '../../core/types.ts';
import { findInstance, findUniformSet, setPath } from './find-set.ts';
import { setInstanceType as type } from './scale-set.ts';
import { instanceExtensionJson, setInstanceJson, setInstanceViewJson } from './scale-set-json.ts';
import { instanceShape } from './scale-set-shape.ts';

const listPath = `${setPath}/virtualMachines`;
const path = `${listPath}/{instanceId}`;
const source = (what: string): string => `Compute REST API, Virtual Machine Scale Set VMs - ${what}`;

/** Instances of Uniform scale sets. */
export const setInstanceFamily: Family = (context) => [
  ...readRoutes(context),
  {
    method: 'PUT',
    path,
    operation: `${type}/write`,
    source: source('Update; only the protection is changed'),
    publishes: 'write',
    handle: (request) => putInstance(context, request),
  },
  {
    method: 'DELETE',
    path,
    operation: `${type}/delete`,
    source: source('Delete'),
    publishes: 'delete',
    handle: (request) => deleteInstance(context, request),
  },
];

function readRoutes(context: SimContext): Route[] {
  return [
    {
      method: 'GET',
      path: listPath,
      operation: `${type}/read`,
      source: source('List'),
      executes: ['$expand', '$skiptoken', '$top'],
      handle: (request) => {
        const set = findUniformSet(context, request);
        const withView = expandsInstanceView(request);
        return pageOf(request, context.setInstances.childrenOf(set.id), (each) =>
          setInstanceJson(context, set, each, withView),
        );
      },
    },
    {
      method: 'GET',
      path,
      operation: `${type}/read`,
      source: source('Get'),
      executes: ['$expand'],
      handle: (request) => {
        const set = findUniformSet(context, request);
        const instance = findInstance(context, request);
        const body = setInstanceJson(context, set, instance, expandsInstanceView(request));
        return { status: 200, headers: { etag: etagOf(instance) }, body };
      },
    },
    {
      method: 'GET',
      path: `${path}/instanceView`,
      operation: `${type}/instanceView/read`,
      source: source('Get Instance View'),
      handle: (request) => ({ status: 200, body: setInstanceViewJson(context, findInstance(context, request)) }),
    },
    {
      method: 'GET',
      path: `${path}/extensions`,
      operation: `${type}/extensions/read`,
      source: 'Compute REST API, Virtual Machine Scale Set VM Extensions - List',
      executes: ['$expand'],
      handle: (request) => {
        const withView = expandsInstanceView(request);
        const extensions = context.instanceExtensions.childrenOf(findInstance(context, request).id);
        return { status: 200, body: { value: extensions.map((each) => instanceExtensionJson(each, withView)) } };
      },
    },
    {
      method: 'GET',
      path: `${path}/extensions/{extensionName}`,
      operation: `${type}/extensions/read`,
      source: 'Compute REST API, Virtual Machine Scale Set VM Extensions - Get',
      executes: ['$expand'],
      handle: (request) => {
        const id = `${findInstance(context, request).id}/extensions/${request.param('extensionName')}`;
        const extension = context.instanceExtensions.get(id);
        if (extension === undefined) throw resourceNotFound(id);
        return { status: 200, body: instanceExtensionJson(extension, expandsInstanceView(request)) };
      },
    },
  ];
}

function putInstance(context: SimContext, request: ArmRequest): ArmReply {
  const set = findUniformSet(context, request);
  const instance = findInstance(context, request);
  const body = readBody(request, instanceShape, ['location']);
  checkPreconditions(request, instance);
  instance.protection = objectAt(objectAt(body, 'properties'), 'protectionPolicy') ?? instance.protection;
  touch(context, instance, request.principal);
  return { status: 200, body: setInstanceJson(context, set, instance, false), resourceId: instance.id };
}

function deleteInstance(context: SimContext, request: ArmRequest): ArmReply {
  const set = findUniformSet(context, request);
  const instance = findInstance(context, request);
  instance.provisioningState = 'Deleting';
  const operation = context.operations.start({
    url: request.url,
    apiVersion: request.apiVersion,
    resourceId: instance.id,
    provider: 'Microsoft.Compute',
    location: set.location,
    durationMs: pickDuration(context.random, context.durations.vmDelete),
    result: 'gone',
    end: () => {
      if (context.setInstances.get(instance.id) === instance) context.remove(instance.id);
      return undefined;
    },
  });
  instance.operation = operation;
  return { status: 202, operation, resourceId: instance.id };
}
