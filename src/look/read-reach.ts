import { productOf } from '../domain/endpoint/know-edr.ts';
import { hasEndpoint } from '../domain/endpoint/other-edr.ts';
import { edrWordOf } from '../domain/machine/edr-word.ts';
import { splitExtensionType } from '../domain/machine/extension-type.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { codeOf, detailOf } from '../domain/machine/standing.ts';
import type { ReachFacts, ReachMachine, ReachRow, SeenExtension } from '../domain/subscription/reach-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { Ports } from '../ports/ports.ts';
import type { UnreadableRow } from '../ports/store.ts';
import { describeMachineGap } from './describe-machine-gap.ts';
import { findHiddenTypes, shownByMachines } from './find-hidden-types.ts';
import { listPages } from './list-pages.ts';

/** What a list of those whom Defender would reach is made of. */
const needed: readonly string[] = [...shownByMachines, 'Microsoft.Security/assessments/read'];

/** Resource Graph is seconds to minutes late: so long extensions of our own row count as well, in milliseconds of app time. */
const lateMs = 60 * 60_000;

/**
 * Every machine of a subscription: a complete answer of Resource Graph, with what our rows say of its machines. Rows only
 * add, such as a machine that Resource Graph does not show yet or has lost. Throws only when the store fails.
 */
export async function readReach(ports: Ports, { subscription, resourceId }: TargetRef): Promise<ReachFacts> {
  const hidden = await findHiddenTypes(ports.azure, resourceId, needed);
  if (hidden !== undefined) return hidden;
  const shown = await ports.azure.queryGraph('reach', [subscription]);
  if (shown.kind === 'incomplete') {
    return { kind: 'incomplete', why: describeMachineGap(shown.gap), isThrottled: shown.gap.reason === 'throttled' };
  }
  const { records, unreadable } = await readRows(ports, subscription);
  const nameless = unreadable.find(({ resourceId }) => resourceId === '');
  if (nameless !== undefined) {
    const why = `the row ${nameless.key} of table machines cannot be read: ${nameless.why}`;
    return { kind: 'incomplete', why, isThrottled: false };
  }
  const rows = new Map(records.map((record) => [record.resourceId.toLowerCase(), record]));
  const broken = new Map(unreadable.map(({ resourceId, why }) => [resourceId.toLowerCase(), why]));
  const sinceIso = new Date(ports.clock.now() - lateMs).toISOString();
  const seen = shown.rows.map((machine): ReachMachine => {
    const record = rows.get(machine.machineId);
    const row = rowOf(record, broken.get(machine.machineId));
    const more = (record?.lastLookAt ?? '') >= sinceIso ? extensionsOf(record) : [];
    return { ...machine, extensions: [...machine.extensions, ...more], row };
  });
  const ids = new Set(seen.map(({ machineId }) => machineId));
  const unseen = records.filter((record) => isReached(record) && !ids.has(record.resourceId.toLowerCase()));
  return { kind: 'complete', machines: [...seen, ...unseen.flatMap(unseenMachine)] };
}

interface Rows {
  readonly records: readonly MachineRecord[];
  readonly unreadable: readonly UnreadableRow[];
}

async function readRows(ports: Ports, subscription: string): Promise<Rows> {
  const records: MachineRecord[] = [];
  const unreadable: UnreadableRow[] = [];
  for await (const page of listPages(ports, { subscription })) {
    records.push(...page.records);
    unreadable.push(...page.unreadable);
  }
  return { records, unreadable };
}

function rowOf(record: MachineRecord | undefined, unreadable: string | undefined): ReachRow | undefined {
  if (record === undefined) {
    if (unreadable === undefined) return undefined;
    return { exclusion: null, belongsTo: undefined, profile: undefined, isUnseen: false, unreadable };
  }
  const { exclusion, profile, standing, edrWord, incarnation } = record;
  const code = standing.status === 'Excluded' ? codeOf(standing) : undefined;
  const belongsTo = code === 'ManagedBy' || code === 'DuplicateOf' ? (detailOf(standing) ?? code) : undefined;
  const word = edrWordOf(edrWord, incarnation);
  const otherEdr = word?.says === 'other' ? productOf(word) : undefined;
  return { exclusion, belongsTo, otherEdr, profile, isUnseen: false, unreadable: undefined };
}

/**
 * Any machine that is not gone is there for all we know: Resource Graph may be late, and may lose a row. Defender deploys to
 * no Uniform scale set: the built-in policies that deploy the same extension know VMs and Arc machines only (Azure/azure-policy,
 * ASC_MicrosoftDefenderForEndpoint_*).
 */
function isReached({ kind, standing }: MachineRecord): boolean {
  return kind !== 'scaleSet' && standing.status !== 'Gone';
}

/** As much of a machine as its row knows. */
function unseenMachine(record: MachineRecord): readonly ReachMachine[] {
  const { resourceId, kind, name, region, resourceGroup, os, facts } = record;
  const row = rowOf(record, undefined);
  if (kind === 'unknown' || row === undefined) return [];
  const isOn = facts?.state === 'running' || facts?.state.toLowerCase() === 'connected';
  const machine: ReachMachine = {
    ...{ id: resourceId, machineId: resourceId.toLowerCase(), kind, name, resourceGroup, region: region ?? '' },
    ...{ tags: {}, image: { publisher: '', offer: '', sku: '' }, osSku: undefined, healthyEdr: [] },
    ...{ resourceKind: undefined, cloud: undefined },
    os: os === 'unknown' ? undefined : os,
    isOff: !isOn,
    managedBy: facts?.managedBy,
    extensions: extensionsOf(record),
    row: { ...row, isUnseen: true },
  };
  return [machine];
}

/**
 * What speaks against a machine, an agent of Defender that does not work included, and none that works: that takes machines
 * off the hold, so it must be seen now.
 */
function extensionsOf(record: MachineRecord | undefined): readonly SeenExtension[] {
  return (record?.facts?.extensions ?? [])
    .map(({ type, state }): SeenExtension => ({ ...splitExtensionType(type), provisioningState: state }))
    .filter((extension) => !hasEndpoint({ extensions: [extension] }));
}
