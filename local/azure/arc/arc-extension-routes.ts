import { objectAt } from '../core/json.ts';
import type { AsyncOperation, OperationResult } from '../core/operations/async-operations.ts';
import { armError } from '../core/request/arm-error.ts';
import { parentNotFound, resourceNotFound } from '../core/request/not-found.ts';
import { pageOf } from '../core/request/page.ts';
import { readBody } from '../core/request/read-body.ts';
import { refuseOtherMachineLocation } from '../core/store/location.ts';
import { groupIdOf } from '../core/store/resource-path.ts';
import { checkPreconditions, newResource, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, SimContext } from '../core/types.ts';
import { resolveHandler } from '../extensions/handler-catalogue.ts';
import {
  type ExtensionSettings,
  type MachineExtension,
  patchSettings,
  settingsOf,
} from '../extensions/machine-extension.ts';
import { arcExtensionJson } from './arc-extension-json.ts';
import { arcExtensionShape } from './arc-extension-shape.ts';
import { installWork, removeWork } from './arc-extension-work.ts';
import type { ArcFleet } from './arc-fleet.ts';
import type { ArcMachine } from './arc-machine.ts';

const provider = 'Microsoft.HybridCompute';
const type = `${provider}/machines/extensions`;
const list = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${provider}/machines/{machine}/extensions`;
const one = `${list}/{name}`;

/**
 * Extensions of Arc machines: asynchronous, one operation per extension type at a time. Refusals have the code HCRP400,
 * their words are ours.
 */
export const arcExtensionFamily =
  (fleet: ArcFleet): Family =>
  (context) => {
    context.collections.push(fleet.extensions);
    return [
      {
        method: 'GET',
        path: list,
        operation: `${type}/read`,
        source: 'Hybrid Compute REST API, Machine Extensions - List',
        executes: ['$skiptoken', '$top'],
        handle: (request) =>
          pageOf(request, fleet.extensions.childrenOf(machineOf(context, fleet, request).id), arcExtensionJson),
      },
      {
        method: 'GET',
        path: one,
        operation: `${type}/read`,
        source: 'Hybrid Compute REST API, Machine Extensions - Get',
        handle: (request) => {
          machineOf(context, fleet, request);
          return { status: 200, body: arcExtensionJson(found(context, fleet, request)) };
        },
      },
      {
        method: 'PUT',
        path: one,
        operation: `${type}/write`,
        source:
          'Machine Extensions - Create Or Update; 202 without a body: recordings of azure-powershell, ConnectedMachine',
        publishes: 'write',
        handle: (request) => put(context, fleet, request),
      },
      {
        method: 'PATCH',
        path: one,
        operation: `${type}/write`,
        source: 'no public source for the first answer; the operation as of a PUT',
        publishes: 'write',
        handle: (request) => patch(context, fleet, request),
      },
      {
        method: 'DELETE',
        path: one,
        operation: `${type}/delete`,
        source: 'Machine Extensions - Delete: recordings of azure-powershell, ConnectedMachine',
        publishes: 'delete',
        handle: (request) => remove(context, fleet, request),
      },
    ];
  };

function machineIdOf(context: SimContext, request: ArmRequest): string {
  return `${groupIdOf(context, request)}/providers/${provider}/machines/${request.param('machine')}`;
}

function machineOf(context: SimContext, fleet: ArcFleet, request: ArmRequest): ArcMachine {
  const id = machineIdOf(context, request);
  const machine = fleet.machines.get(id);
  if (machine !== undefined) return machine;
  throw request.method === 'GET' ? resourceNotFound(id) : parentNotFound(id);
}

function idOf(context: SimContext, request: ArmRequest): string {
  return `${machineIdOf(context, request)}/extensions/${request.param('name')}`;
}

function found(context: SimContext, fleet: ArcFleet, request: ArmRequest): MachineExtension {
  const extension = fleet.extensions.get(idOf(context, request));
  if (extension === undefined) throw resourceNotFound(idOf(context, request));
  return extension;
}

function put(context: SimContext, fleet: ArcFleet, request: ArmRequest): ArmReply {
  const machine = machineOf(context, fleet, request);
  const body = readBody(request, arcExtensionShape(request.apiVersion), ['location', 'properties']);
  const existing = fleet.extensions.get(idOf(context, request));
  refuseOtherMachineLocation(machine, body);
  checkPreconditions(request, existing);
  const wanted = withAutomaticUpgrade(settingsOf(objectAt(body, 'properties')));
  checkWanted(context, fleet, machine, wanted, existing);
  const extension: MachineExtension = existing ?? {
    ...newResource(context, request, `${machine.id}/extensions/${request.param('name')}`, type),
    machineId: machine.id,
    location: machine.location,
    tags: undefined,
    wanted,
    provisioningState: 'Creating',
    installedVersion: undefined,
    status: undefined,
  };
  extension.wanted = wanted;
  extension.tags = objectAt(body, 'tags');
  if (existing === undefined) fleet.extensions.set(extension);
  return install(context, fleet, request, machine, extension, existing === undefined);
}

function patch(context: SimContext, fleet: ArcFleet, request: ArmRequest): ArmReply {
  const machine = machineOf(context, fleet, request);
  const extension = found(context, fleet, request);
  const body = readBody(request, arcExtensionShape(request.apiVersion));
  checkPreconditions(request, extension);
  const wanted = patchSettings(extension.wanted, objectAt(body, 'properties'));
  checkWanted(context, fleet, machine, wanted, extension);
  extension.wanted = wanted;
  extension.tags = objectAt(body, 'tags') ?? extension.tags;
  return install(context, fleet, request, machine, extension, false);
}

function install(
  context: SimContext,
  fleet: ArcFleet,
  request: ArmRequest,
  machine: ArcMachine,
  extension: MachineExtension,
  isNew: boolean,
): ArmReply {
  if (!isNew) touch(context, extension, request.principal);
  extension.provisioningState = isNew ? 'Creating' : 'Updating';
  const operation = startOperation(context, request, extension, () => arcExtensionJson(extension));
  fleet.submit(context, machine, installWork(context, machine, extension, operation));
  return { status: 202, operation, resourceId: extension.id };
}

function remove(context: SimContext, fleet: ArcFleet, request: ArmRequest): ArmReply {
  const machine = fleet.machines.get(machineIdOf(context, request));
  const extension = fleet.extensions.get(idOf(context, request));
  if (machine === undefined || extension === undefined) return { status: 204, publish: false };
  checkPreconditions(request, extension);
  checkIdle(fleet, machine, extension.wanted);
  touch(context, extension, request.principal);
  extension.provisioningState = 'Deleting';
  const operation = startOperation(context, request, extension, 'gone');
  fleet.submit(context, machine, removeWork(context, extension, operation));
  return { status: 202, operation, resourceId: extension.id };
}

/** Recordings of a PUT differ in whether it has a Retry-After, so a client must do without; that of a DELETE has one. */
const withoutPace = ['azure-asyncoperation', 'location'] as const;

/** The agent's work decides when it ends, so that it can wait for the machine. */
function startOperation(
  context: SimContext,
  request: ArmRequest,
  extension: MachineExtension,
  result: OperationResult,
): AsyncOperation {
  extension.operation = context.operations.start({
    url: request.url,
    apiVersion: request.apiVersion,
    resourceId: extension.id,
    provider,
    location: extension.location,
    durationMs: undefined,
    ...(result === 'gone' ? {} : { tells: withoutPace }),
    result,
    end: () => undefined,
  });
  return extension.operation;
}

function checkWanted(
  context: SimContext,
  fleet: ArcFleet,
  machine: ArcMachine,
  wanted: ExtensionSettings,
  existing: MachineExtension | undefined,
): void {
  if (wanted.publisher === '' || wanted.type === '') {
    throw armError(400, 'HCRP400', 'The properties publisher and type of an extension are required.');
  }
  if (existing !== undefined && existing.wanted.type.toLowerCase() !== wanted.type.toLowerCase()) {
    throw armError(400, 'HCRP400', `The type of extension '${existing.name}' cannot be changed.`);
  }
  resolveHandler(context.catalogue, wanted);
  checkIdle(fleet, machine, wanted);
}

/** HCRP409, reported in Azure/azure-cli-extensions and the Arc troubleshooting pages. */
function checkIdle(fleet: ArcFleet, machine: ArcMachine, wanted: ExtensionSettings): void {
  const busy = fleet.extensions
    .childrenOf(machine.id)
    .some(
      (extension) =>
        extension.wanted.type.toLowerCase() === wanted.type.toLowerCase() &&
        ['Creating', 'Updating', 'Deleting'].includes(extension.provisioningState),
    );
  if (!busy) return;
  throw armError(
    409,
    'HCRP409',
    `An extension of type ${wanted.type} is still processing. Only one instance of an extension may be in progress at a time for the same resource. Please retry after sometime.`,
  );
}

/** On by default (Azure docs, "Automatic extension upgrade for Arc-enabled servers"). */
function withAutomaticUpgrade(settings: ExtensionSettings): ExtensionSettings {
  return { ...settings, enableAutomaticUpgrade: settings.enableAutomaticUpgrade ?? true };
}
