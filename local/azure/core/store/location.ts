import { textAt } from '../json.ts';
import { ArmError, armError } from '../request/arm-error.ts';
import type { JsonObject } from '../types.ts';

/** The location of a body as ARM stores it: `West Europe` becomes `westeurope`. */
export function locationOf(body: JsonObject): string | undefined {
  return textAt(body, 'location')?.toLowerCase().replaceAll(' ', '');
}

/** 400 when an extension names another location than its machine has. That Azure refuses it: hashicorp/terraform-provider-azurerm issue 4855; the words are ours. */
export function refuseOtherMachineLocation(machine: { readonly location: string }, body: JsonObject): void {
  const location = locationOf(body);
  if (location === undefined || location === machine.location) return;
  const message = `The location '${location}' of the extension is not the location '${machine.location}' of its machine.`;
  throw new ArmError(400, { code: 'InvalidParameter', message, target: 'location' });
}

/** 409 when a PUT names another location than the resource has; text as ARM words it. */
export function refuseOtherLocation(
  existing: { readonly name: string; readonly location: string } | undefined,
  body: JsonObject,
  groupName: string,
): void {
  const location = locationOf(body);
  if (existing === undefined || location === undefined || location === existing.location) return;
  throw armError(
    409,
    'InvalidResourceLocation',
    `The resource '${existing.name}' already exists in location '${existing.location}' in resource group '${groupName}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
  );
}
