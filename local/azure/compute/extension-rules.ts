import { flagAt, objectAt } from '../core/json.ts';
import { ArmError, armError } from '../core/request/arm-error.ts';
import type { JsonObject } from '../core/types.ts';
import { checkVersionFormat, handlerKey } from '../extensions/handler-catalogue.ts';
import type { ExtensionSettings, HandlerExtension } from '../extensions/machine-extension.ts';
import type { VirtualMachine } from './virtual-machine.ts';
import { refuseWhileDeleting } from './vm-operation.ts';

/** 409 unless the VM runs; text as Compute answers (hashicorp/terraform-provider-azurerm issue 6098). */
export function refuseUnlessRunning(vm: VirtualMachine): void {
  refuseWhileDeleting(vm, 'VMExtensionOperation');
  if (vm.power === 'running') return;
  throw new ArmError(409, {
    code: 'OperationNotAllowed',
    message: 'Cannot modify extensions in the VM when the VM is not running.',
  });
}

/** 409 when the OS profile forbids extensions. */
export function refuseUnlessAllowed(vm: VirtualMachine): void {
  refuseForbiddenExtensions(vm.properties);
}

/** The same for the model of a VM or of a scale set. */
export function refuseForbiddenExtensions(model: JsonObject | undefined): void {
  if (flagAt(objectAt(model, 'osProfile'), 'allowExtensionOperations') !== false) return;
  throw armError(
    409,
    'OperationNotAllowed',
    'This operation cannot be performed when extension operations are disallowed. To allow, please ensure VM Agent is installed on the VM and the osProfile.allowExtensionOperations property is true.',
  );
}

/**
 * A VM takes one extension of a handler (publisher and type). Another name for it is refused: with 409 when version or
 * minor upgrade differ (Azure/azure-rest-api-specs issue 17102), else with 400 (MicrosoftDocs/azure-docs issue 55085,
 * Azure/azure-powershell issue 8173).
 */
export function refuseSecondOfHandler(
  vm: Pick<VirtualMachine, 'os'>,
  name: string,
  wanted: ExtensionSettings,
  all: readonly HandlerExtension[],
): void {
  const key = handlerKey(wanted.publisher, wanted.type);
  const others = all.filter(
    (other) =>
      other.name.toLowerCase() !== name.toLowerCase() && handlerKey(other.wanted.publisher, other.wanted.type) === key,
  );
  const conflicting = others.find(
    (other) =>
      other.wanted.typeHandlerVersion !== wanted.typeHandlerVersion ||
      other.wanted.autoUpgradeMinorVersion !== wanted.autoUpgradeMinorVersion,
  );
  const second = conflicting ?? others[0];
  if (second === undefined) return;
  const { publisher, type, typeHandlerVersion, autoUpgradeMinorVersion } = second.wanted;
  if (conflicting === undefined) {
    throw armError(
      400,
      'BadRequest',
      `Multiple VMExtensions per handler not supported for OS type '${vm.os}'. VMExtension '${second.name}' with handler '${publisher}.${type}' already added or specified in input.`,
    );
  }
  throw armError(
    409,
    'OperationNotAllowed',
    `Cannot update handlerVersion or autoUpgradeMinorVersion for VM extension '${name}'. Change is in conflict with other extensions under handler '${publisher}.${type}', with typeHandler version '${typeHandlerVersion}' and autoUpgradeMinorVersion '${autoUpgradeMinorVersion ? 'True' : 'False'}'.`,
  );
}

/**
 * 400 for a missing member or a malformed version, 409 for a changed publisher or type (Azure/azure-powershell issues 7621
 * and 4130, hashicorp/terraform-provider-azurerm issue 1506).
 */
export function checkHandler(wanted: ExtensionSettings, existing: HandlerExtension | undefined): void {
  for (const name of ['publisher', 'type', 'typeHandlerVersion'] as const) {
    if (wanted[name] !== undefined && wanted[name] !== '') continue;
    throw new ArmError(400, {
      code: 'InvalidParameter',
      message: `Required parameter '${name}' is missing (null).`,
      target: name,
    });
  }
  checkVersionFormat(wanted.typeHandlerVersion);
  if (existing === undefined) return;
  for (const target of ['publisher', 'type'] as const) {
    if (existing.wanted[target].toLowerCase() === wanted[target].toLowerCase()) continue;
    const message = `Changing property '${target}' is not allowed.`;
    throw new ArmError(409, { code: 'PropertyChangeNotAllowed', message, target });
  }
}
