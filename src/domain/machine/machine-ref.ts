import { keyOf, type MachineKey } from '../ids.ts';

export type MachineKind = 'vm' | 'arc';

/** A machine named by its ARM id; `resourceId` keeps the casing it came with, `key` does not depend on it. */
export interface MachineRef {
  readonly key: MachineKey;
  readonly resourceId: string;
  readonly kind: MachineKind;
  /** Lower-case GUID. */
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
}

const pattern =
  /^\/subscriptions\/([0-9a-f-]{36})\/resourcegroups\/([^/]{1,90})\/providers\/(microsoft\.compute\/virtualmachines|microsoft\.hybridcompute\/machines)\/([^/]{1,128})$/i;

/** Reads an ARM id of a VM or an Arc machine; undefined for every other text. Nothing may follow the machine's name. */
export function parseMachineId(resourceId: string): MachineRef | undefined {
  const match = pattern.exec(resourceId);
  if (match === null) return undefined;
  const [, subscription = '', resourceGroup = '', type = '', name = ''] = match;
  return {
    key: keyOf(resourceId),
    resourceId,
    kind: type.toLowerCase().startsWith('microsoft.compute') ? 'vm' : 'arc',
    subscription: subscription.toLowerCase(),
    resourceGroup,
    name,
  };
}

/** The machine that a resource below it (extension, association) belongs to; undefined when it belongs to none. */
export function parseMachineOf(resourceId: string): MachineRef | undefined {
  const segments = resourceId.split('/');
  return parseMachineId(segments.slice(0, 9).join('/'));
}
