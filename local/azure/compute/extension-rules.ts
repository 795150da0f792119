import { ArmError, armError } from '../arm-error.ts';
import { handlerKey } from '../extensions/handler-catalogue.ts';
import type { ExtensionSettings, MachineExtension } from '../extensions/machine-extension.ts';
import { flagAt, objectAt } from '../json.ts';
import type { VirtualMachine } from './virtual-machine.ts';
import { refuseWhileDeleting } from './vm-operation.ts';

/** 409 unless the VM runs; text as Compute answers (hashicorp/terraform-provider-azurerm issue 6098). */
export function refuseUnlessRunning(vm: VirtualMachine): void {
  refuseWhileDeleting(vm);
  if (vm.power === 'running') return;
  throw new ArmError(409, {
    code: 'OperationNotAllowed',
    message: 'Cannot modify extensions in the VM when the VM is not running.',
  });
}

/** 409 when the OS profile forbids extensions. */
export function refuseUnlessAllowed(vm: VirtualMachine): void {
  if (flagAt(objectAt(vm.properties, 'osProfile'), 'allowExtensionOperations') !== false) return;
  throw armError(
    409,
    'OperationNotAllowed',
    'This operation cannot be performed when extension operations are disallowed. To allow, please ensure VM Agent is installed on the VM and the osProfile.allowExtensionOperations property is true.',
  );
}

/**
 * One handler has one version in a VM: 409 when another extension of the same publisher and type wants another
 * version or minor upgrade (Azure/azure-rest-api-specs issue 17102).
 */
export function refuseVersionConflict(
  name: string,
  wanted: ExtensionSettings,
  others: readonly MachineExtension[],
): void {
  const key = handlerKey(wanted.publisher, wanted.type);
  const conflicting = others.find(
    (other) =>
      other.name.toLowerCase() !== name.toLowerCase() &&
      handlerKey(other.wanted.publisher, other.wanted.type) === key &&
      (other.wanted.typeHandlerVersion !== wanted.typeHandlerVersion ||
        other.wanted.autoUpgradeMinorVersion !== wanted.autoUpgradeMinorVersion),
  );
  if (conflicting === undefined) return;
  const { publisher, type, typeHandlerVersion, autoUpgradeMinorVersion } = conflicting.wanted;
  throw armError(
    409,
    'OperationNotAllowed',
    `Cannot update handlerVersion or autoUpgradeMinorVersion for VM extension '${name}'. Change is in conflict with other extensions under handler '${publisher}.${type}', with typeHandler version '${typeHandlerVersion}' and autoUpgradeMinorVersion '${autoUpgradeMinorVersion ? 'True' : 'False'}'.`,
  );
}

/** 400 for a missing member, or a changed publisher or type. */
export function checkIdentityOfHandler(wanted: ExtensionSettings, existing: MachineExtension | undefined): void {
  for (const name of ['publisher', 'type', 'typeHandlerVersion'] as const) {
    if (wanted[name] !== undefined && wanted[name] !== '') continue;
    throw new ArmError(400, {
      code: 'InvalidParameter',
      message: `Required parameter '${name}' is missing (null).`,
      target: name,
    });
  }
  if (existing === undefined) return;
  const before = handlerKey(existing.wanted.publisher, existing.wanted.type);
  if (before === handlerKey(wanted.publisher, wanted.type)) return;
  throw armError(
    409,
    'PropertyChangeNotAllowed',
    "Changing property 'type' or 'publisher' of a VM extension is not allowed.",
  );
}
