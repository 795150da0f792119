import { listAt, objectAt, textAt } from '../core/json.ts';
import { ArmError } from '../core/request/arm-error.ts';
import { locationOf } from '../core/store/location.ts';
import type { JsonObject } from '../core/types.ts';
import type { VirtualMachine } from './virtual-machine.ts';

/**
 * 409 when an update changes what a VM keeps for life. Code, words and `target` as Compute answers
 * (hashicorp/terraform-provider-azurerm pull request 16323, Azure/azure-powershell issue 7621).
 */
export function refuseImmutable(vm: VirtualMachine, body: JsonObject, after: JsonObject): void {
  const location = locationOf(body);
  if (location !== undefined && location !== vm.location) throw notAllowed('location');
  const zones = listAt(body, 'zones');
  if (zones !== undefined && JSON.stringify(zones) !== JSON.stringify(vm.zones ?? [])) throw notAllowed('zones');
  for (const [name, read] of Object.entries(immutable)) {
    if (read(vm.properties) !== read(after)) throw notAllowed(name);
  }
}

const immutable: Readonly<Record<string, (properties: JsonObject) => string | undefined>> = {
  imageReference: (properties) =>
    JSON.stringify(objectAt(objectAt(properties, 'storageProfile'), 'imageReference') ?? null),
  'osDisk.osType': (properties) => textAt(osDisk(properties), 'osType')?.toLowerCase(),
  'osDisk.name': (properties) => textAt(osDisk(properties), 'name')?.toLowerCase(),
  'osProfile.adminUsername': (properties) => textAt(objectAt(properties, 'osProfile'), 'adminUsername'),
  'osProfile.computerName': (properties) => textAt(objectAt(properties, 'osProfile'), 'computerName'),
};

function osDisk(properties: JsonObject): JsonObject | undefined {
  return objectAt(objectAt(properties, 'storageProfile'), 'osDisk');
}

function notAllowed(target: string): ArmError {
  const message = `Changing property '${target}' is not allowed.`;
  return new ArmError(409, { code: 'PropertyChangeNotAllowed', message, target });
}
