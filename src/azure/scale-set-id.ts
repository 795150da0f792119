import { tidyArmId } from '../domain/arm-id.ts';
import { groupPath } from './arm-path.ts';

/** A scale set named by its ARM id. */
export interface ScaleSetRef {
  /** Lower-case GUID. */
  readonly subscription: string;
  readonly resourceGroup: string;
  /** Built from its parts, each encoded. */
  readonly path: string;
}

const pattern =
  /^\/subscriptions\/([0-9a-f-]{36})\/resourcegroups\/([^/]+)\/providers\/microsoft\.compute\/virtualmachinescalesets\/([^/]+)$/i;

/** Reads the ARM id of a scale set, however it is written; undefined for every other text. */
export function parseScaleSetId(id: string): ScaleSetRef | undefined {
  const match = pattern.exec(tidyArmId(id));
  if (match === null) return undefined;
  const [, subscription = '', resourceGroup = '', name = ''] = match;
  if (/^\.{1,2}$/.test(name) || /^\.{1,2}$/.test(resourceGroup)) return undefined;
  const path = `${groupPath(subscription, resourceGroup)}/providers/Microsoft.Compute/virtualMachineScaleSets/${encodeURIComponent(name)}`;
  return { subscription: subscription.toLowerCase(), resourceGroup, path };
}
