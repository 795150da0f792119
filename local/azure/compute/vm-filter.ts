import { objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { sameId } from '../core/store/arm-id.ts';
import type { VirtualMachine } from './virtual-machine.ts';

/**
 * The one filter that lists of VMs have: `'virtualMachineScaleSet/id' eq '{id}'`, the instances of a Flexible set.
 * Source: Compute REST API, "Virtual Machines - List".
 * @throws ArmError 501 for any other: a filter is never ignored.
 */
export function vmFilter(filter: string | undefined): (vm: VirtualMachine) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const id = /^\s*'virtualMachineScaleSet\/id'\s+eq\s+'([^']+)'\s*$/i.exec(filter)?.[1];
  if (id === undefined) {
    throw armError(501, 'SimulatorFilterUnknown', `The Azure simulator does not execute the $filter "${filter}".`);
  }
  return ({ properties }) => sameId(textAt(objectAt(properties, 'virtualMachineScaleSet'), 'id') ?? '', id);
}
