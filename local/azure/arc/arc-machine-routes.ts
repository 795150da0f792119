import { z } from 'zod';
import { objectAt, textAt } from '../core/json.ts';
import { ArmError, armError } from '../core/request/arm-error.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import { pageOf } from '../core/request/page.ts';
import { readBody } from '../core/request/read-body.ts';
import { locationOf, refuseOtherLocation } from '../core/store/location.ts';
import { groupIdOf, resourceIdOf } from '../core/store/resource-path.ts';
import { checkPreconditions, etagOf, newResource, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, JsonValue, Route, SimContext } from '../core/types.ts';
import type { ArcFleet } from './arc-fleet.ts';
import { type ArcMachine, defaultAgentConfiguration, detectedSystem } from './arc-machine.ts';
import { arcMachineJson } from './arc-machine-json.ts';
import { arcMachineShape, writableMembers } from './arc-machine-shape.ts';

const type = 'Microsoft.HybridCompute/machines';
const all = `/subscriptions/{subscriptionId}/providers/${type}`;
const group = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${type}`;
const one = `${group}/{name}`;
const namePattern = /^[a-zA-Z0-9-_.]{1,54}$/;

/** Microsoft.HybridCompute/machines (Azure Arc-enabled servers REST API). */
export const arcMachineFamily =
  (fleet: ArcFleet): Family =>
  (context) => {
    context.collections.push(fleet.machines);
    return [...readRoutes(context, fleet), ...writeRoutes(context, fleet)];
  };

function readRoutes(context: SimContext, fleet: ArcFleet): Route[] {
  const operation = `${type}/read`;
  const executes = ['$skiptoken', '$top'] as const;
  const json = (machine: ArcMachine): JsonObject => arcMachineJson(context, fleet, machine);
  return [
    {
      method: 'GET',
      path: all,
      operation,
      source: 'Hybrid Compute REST API, Machines - List By Subscription',
      executes,
      handle: (request) => pageOf(request, fleet.machines.inSubscription(request.param('subscriptionId')), json),
    },
    {
      method: 'GET',
      path: group,
      operation,
      source: 'Hybrid Compute REST API, Machines - List By Resource Group',
      executes,
      handle: (request) => pageOf(request, fleet.machines.childrenOf(groupIdOf(context, request)), json),
    },
    {
      method: 'GET',
      path: one,
      operation,
      source: 'Hybrid Compute REST API, Machines - Get; no systemData: recordings of azure-cli-extensions',
      handle: (request) => replyOf(context, fleet, 200, findMachine(context, fleet, request)),
    },
  ];
}

function writeRoutes(context: SimContext, fleet: ArcFleet): Route[] {
  return [
    {
      method: 'PUT',
      path: one,
      operation: `${type}/write`,
      source: 'Hybrid Compute REST API, Machines - Create Or Update; HCRP400: Azure/azure-rest-api-specs issue 21163',
      publishes: 'write',
      handle: (request) => {
        const { machine, created } = put(context, fleet, request);
        return replyOf(context, fleet, created ? 201 : 200, machine);
      },
    },
    {
      method: 'PATCH',
      path: one,
      operation: `${type}/write`,
      source: 'Hybrid Compute REST API, Machines - Update',
      publishes: 'write',
      handle: (request) => replyOf(context, fleet, 200, patch(context, fleet, request)),
    },
    {
      method: 'DELETE',
      path: one,
      operation: `${type}/delete`,
      source: 'Hybrid Compute REST API, Machines - Delete',
      publishes: 'delete',
      handle: (request) => {
        const machine = fleet.machines.get(resourceIdOf(context, request, type));
        if (machine === undefined) return { status: 204, publish: false };
        context.remove(machine.id);
        return { status: 200, resourceId: machine.id };
      },
    },
  ];
}

function replyOf(context: SimContext, fleet: ArcFleet, status: number, machine: ArcMachine): ArmReply {
  const body = arcMachineJson(context, fleet, machine);
  return { status, headers: { etag: etagOf(machine) }, body, resourceId: machine.id };
}

function findMachine(context: SimContext, fleet: ArcFleet, request: ArmRequest): ArcMachine {
  const id = resourceIdOf(context, request, type);
  const machine = fleet.machines.get(id);
  if (machine === undefined) throw resourceNotFound(id);
  return machine;
}

/** Registers a machine, or registers it again: then a given `vmId` is its new one. */
function put(context: SimContext, fleet: ArcFleet, request: ArmRequest): { machine: ArcMachine; created: boolean } {
  const id = resourceIdOf(context, request, type);
  const body = readBody(request, arcMachineShape, ['location']);
  checkIdentity(body);
  const existing = fleet.machines.get(id);
  refuseOtherLocation(existing, body, request.param('groupName'));
  checkPreconditions(request, existing);
  const properties = objectAt(body, 'properties');
  if (existing === undefined) checkVmId(request, properties);
  const machine = existing ?? newMachine(context, fleet, request, id, textAt(properties, 'osType'));
  machine.location = existing?.location ?? locationOf(body) ?? '';
  machine.tags = objectAt(body, 'tags');
  machine.kind = textAt(body, 'kind') ?? machine.kind;
  machine.properties = writable(properties);
  machine.vmId = textAt(properties, 'vmId') ?? machine.vmId;
  if (existing === undefined) fleet.machines.set(machine);
  else touch(context, machine, request.principal);
  return { machine, created: existing === undefined };
}

function newMachine(
  context: SimContext,
  fleet: ArcFleet,
  request: ArmRequest,
  id: string,
  osType: string | undefined,
): ArcMachine {
  if (!namePattern.test(request.param('name'))) {
    throw armError(
      400,
      'InvalidResourceName',
      `The machine name '${request.param('name')}' must match ${namePattern}.`,
    );
  }
  return {
    ...newResource(context, request, id, type),
    location: '',
    tags: undefined,
    kind: undefined,
    principalId: context.random.guid(),
    properties: {},
    vmId: context.random.guid(),
    vmUuid: context.random.guid(),
    status: fleet.takeSilence(id) ? undefined : 'Connected',
    statusChangedMs: context.time.now(),
    agentVersion: '1.56.03167.2789',
    agent: defaultAgentConfiguration,
    system: detectedSystem(osType),
    cloudProvider: 'N/A',
    azureVmId: undefined,
    parentClusterId: undefined,
  };
}

function patch(context: SimContext, fleet: ArcFleet, request: ArmRequest): ArcMachine {
  const machine = findMachine(context, fleet, request);
  const body = readBody(request, arcMachineShape);
  checkIdentity(body);
  checkPreconditions(request, machine);
  machine.tags = objectAt(body, 'tags') ?? machine.tags;
  machine.kind = textAt(body, 'kind') ?? machine.kind;
  machine.properties = { ...machine.properties, ...writable(objectAt(body, 'properties')) };
  touch(context, machine, request.principal);
  return machine;
}

function writable(properties: JsonObject | undefined): JsonObject {
  const kept: Record<string, JsonValue> = {};
  for (const name of writableMembers) {
    const value = properties?.[name];
    if (value !== undefined && value !== null) kept[name] = value;
  }
  return kept;
}

/** A registration names the machine by a GUID that its agent has made (Azure/azure-rest-api-specs issue 21163, words and target as there). */
function checkVmId(request: ArmRequest, properties: JsonObject | undefined): void {
  if (z.guid().safeParse(properties?.vmId).success) return;
  const place = ['subscriptionId', 'groupName', 'name'].map((each) => request.param(each));
  throw new ArmError(400, {
    code: 'HCRP400',
    message:
      'The request does not have sufficient information to complete the operation. Missing or invalid properties: VmId',
    target: place.join('/'),
  });
}

/** A connected machine has the system-assigned identity and no other. */
function checkIdentity(body: JsonObject): void {
  const identity = textAt(objectAt(body, 'identity'), 'type');
  if (identity === undefined || /^systemassigned$/i.test(identity)) return;
  throw armError(
    400,
    'InvalidIdentityType',
    `The identity type '${identity}' is invalid; it can only be 'SystemAssigned'.`,
  );
}
