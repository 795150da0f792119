import { listAt, objectAt } from '../core/json.ts';
import type { AsyncOperation } from '../core/operations/async-operations.ts';
import { ArmError } from '../core/request/arm-error.ts';
import { readBody } from '../core/request/read-body.ts';
import { locationOf, refuseOtherLocation } from '../core/store/location.ts';
import { checkPreconditions, etagOf, newResource, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, JsonObject, SimContext } from '../core/types.ts';
import { applyIdentity } from '../identity/resource-identity.ts';
import { findVm, vmIdOf } from './find-vm.ts';
import { bootAgent } from './power-actions.ts';
import { refuseImmutable } from './refuse-immutable.ts';
import { asInstance, scaleSetOf } from './scale-sets/scale-set.ts';
import { osOf, type VirtualMachine, virtualMachineType } from './virtual-machine.ts';
import { virtualMachineJson } from './virtual-machine-json.ts';
import { changedModel, newModel } from './virtual-machine-model.ts';
import { virtualMachineShape } from './virtual-machine-shape.ts';
import { refuseWhileDeleting, startVmOperation } from './vm-operation.ts';

/** PUT: creates a VM (201), or updates one: what the body leaves out stays, its `identity` replaces (200). */
export function putVm(context: SimContext, request: ArmRequest): ArmReply {
  const body = readBody(request, virtualMachineShape, ['location']);
  const existing = context.vms.get(vmIdOf(context, request));
  checkPreconditions(request, existing);
  refuseOtherLocation(existing, body, request.param('groupName'));
  return existing === undefined ? create(context, request, body) : update(context, request, existing, body, 'replace');
}

/** PATCH: merges; the identity map as well. */
export function patchVm(context: SimContext, request: ArmRequest): ArmReply {
  const vm = findVm(context, request);
  const body = readBody(request, virtualMachineShape);
  checkPreconditions(request, vm);
  return update(context, request, vm, body, 'merge');
}

function create(context: SimContext, request: ArmRequest, body: JsonObject): ArmReply {
  const id = vmIdOf(context, request);
  checkName(request.param('vmName'));
  const identity = objectAt(body, 'identity');
  const wanted = objectAt(body, 'properties') ?? {};
  const scaleSet = scaleSetOf(context, wanted);
  const model = newModel(id, wanted);
  const os = osOf(wanted);
  const vm: VirtualMachine = {
    ...newResource(context, request, id, virtualMachineType),
    location: locationOf(body) ?? '',
    vmId: context.random.guid(),
    os,
    osName: os === 'Windows' ? 'Microsoft Windows Server' : 'linux',
    tags: objectAt(body, 'tags'),
    zones: listAt(body, 'zones'),
    plan: objectAt(body, 'plan'),
    managedBy: scaleSet?.id,
    identity: identity === undefined ? undefined : applyIdentity(context, id, undefined, identity, 'replace'),
    properties: scaleSet === undefined ? model : asInstance(model, scaleSet),
    provisioningState: 'Creating',
    power: 'creating',
    powerTurn: 0,
    agentReadyAtMs: Number.POSITIVE_INFINITY,
  };
  context.vms.set(vm);
  const turn = vm.powerTurn;
  const operation = startVmOperation(context, request, vm, context.durations.vmCreate, json(context, vm), () => {
    if (vm.powerTurn === turn) {
      vm.power = 'running';
      bootAgent(context, vm);
    }
    succeed(vm);
    return undefined;
  });
  return replyOf(context, vm, 201, operation);
}

function replyOf(context: SimContext, vm: VirtualMachine, status: number, operation: AsyncOperation): ArmReply {
  const headers = { etag: etagOf(vm), 'azure-asyncnotification': 'Enabled' };
  return { status, headers, body: virtualMachineJson(context, vm, false), operation, resourceId: vm.id };
}

const namePattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

function checkName(name: string): void {
  if (namePattern.test(name)) return;
  const message = `The entity name 'vmName' is invalid according to its validation rule: ${namePattern.source}.`;
  throw new ArmError(400, { code: 'InvalidParameter', message, target: 'vmName' });
}

function update(
  context: SimContext,
  request: ArmRequest,
  vm: VirtualMachine,
  body: JsonObject,
  mode: 'merge' | 'replace',
): ArmReply {
  refuseWhileDeleting(vm);
  const wanted = objectAt(body, 'properties') ?? {};
  const properties = changedModel(vm.properties, wanted);
  refuseImmutable(vm, body, properties);
  const identity = objectAt(body, 'identity');
  if (identity !== undefined) vm.identity = applyIdentity(context, vm.id, vm.identity, identity, mode);
  vm.properties = properties;
  vm.tags = objectAt(body, 'tags') ?? vm.tags;
  vm.provisioningState = vm.provisioningState === 'Creating' ? 'Creating' : 'Updating';
  touch(context, vm, request.principal);
  const end = (): undefined => {
    if (vm.provisioningState === 'Updating') succeed(vm);
  };
  const duration = context.durations.vmUpdate;
  // A PATCH names the operation and nothing else (recordings of azure-cli, vm identity assign).
  const tells = mode === 'merge' ? (['azure-asyncoperation'] as const) : undefined;
  const operation = startVmOperation(context, request, vm, duration, json(context, vm), end, tells);
  return replyOf(context, vm, 200, operation);
}

/** What the operation's result URL answers. */
function json(context: SimContext, vm: VirtualMachine): () => JsonObject {
  return () => virtualMachineJson(context, vm, false);
}

function succeed(vm: VirtualMachine): void {
  if (vm.provisioningState !== 'Deleting') vm.provisioningState = 'Succeeded';
}
