/** The one word an operator sees for a machine; in the order in which the first match decides. */
export const machineStatuses = [
  'Gone',
  'Excluded',
  'Unsupported',
  'InProgress',
  'Held',
  'Observed',
  'Failed',
  'Pending',
  'Configured',
  'Discovered',
] as const;
export type MachineStatus = (typeof machineStatuses)[number];

/** Why what is wanted may not be written. */
export const observedReasons = ['NotArmed', 'ObserveMode', 'NotAdopted'] as const;
export type ObservedReason = (typeof observedReasons)[number];

/** Why a machine is none of our business. */
export const excludedReasons = [
  'OutOfScope',
  'ByFleetFile',
  'ByOperator',
  'DuplicateOf',
  'ManagedBy',
  'NoProfile',
] as const;
export type ExcludedReason = (typeof excludedReasons)[number];

/** The four words of Automanage, and none for what it never had a word for. */
export type CoarseStatus = 'In-progress' | 'Configured' | 'Failed' | 'Pending';

const coarse: Readonly<Record<MachineStatus, CoarseStatus | undefined>> = {
  InProgress: 'In-progress',
  Configured: 'Configured',
  Failed: 'Failed',
  Held: 'Failed',
  Unsupported: 'Failed',
  Discovered: 'Pending',
  Pending: 'Pending',
  Observed: 'Pending',
  Gone: undefined,
  Excluded: undefined,
};

/** Translates a status into Automanage's words; undefined where it has none. */
export function toCoarseStatus(status: MachineStatus): CoarseStatus | undefined {
  return coarse[status];
}

/** How a word that only another release knows is shown. */
export type UnknownWord = `unknown (${string})`;

export function unknownWord(word: string): UnknownWord {
  return `unknown (${word})`;
}

/** A word as it is shown: one that is not among the known comes from another release. */
export function wordIn<Word extends string>(known: readonly Word[], word: string): Word | UnknownWord {
  return known.find((one) => one === word) ?? unknownWord(word);
}
