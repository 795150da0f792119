import { isEndpointExtension } from '../domain/endpoint/other-edr.ts';
import { keyOf, type TargetKey } from '../domain/ids.ts';
import { splitExtensionType } from '../domain/machine/extension-type.ts';
import { isOn } from '../domain/machine/is-on.ts';
import { type Deployment, type DeploymentState, deploymentOf, deploymentStateOf } from '../domain/reach/deployment.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { describeMachineGap } from '../look/describe-machine-gap.ts';
import { findHiddenTypes, shownByMachines } from '../look/find-hidden-types.ts';
import type { MachineRow } from '../ports/inventory.ts';
import type { Ports } from '../ports/ports.ts';
import type { StorePort } from '../ports/store.ts';

export interface DeployedMachineView extends Deployment {
  readonly key: TargetKey;
  readonly id: string;
  readonly name: string;
  /** `windows`, `linux`, or what Azure says. */
  readonly os: string | undefined;
}

export type ReadDeployment =
  /** In key order. */
  | { readonly kind: 'list'; readonly machines: readonly DeployedMachineView[] }
  /** Resource Graph did not give the whole list; why is for the caller. */
  | { readonly kind: 'incomplete'; readonly why: string };

/**
 * How far Defender for Endpoint has come on every machine of a subscription, from one complete answer of Azure Resource
 * Graph; machines without a row of ours are among them. Throws only when the store fails.
 */
export async function readDeployment(
  ports: Ports,
  { subscription, resourceId }: SubscriptionRecord,
): Promise<ReadDeployment> {
  const hidden = await findHiddenTypes(ports.azure, resourceId, shownByMachines);
  if (hidden !== undefined) return hidden;
  const shown = await ports.azure.queryGraph('machines', [subscription]);
  if (shown.kind === 'incomplete') return { kind: 'incomplete', why: describeMachineGap(shown.gap) };
  const machines = shown.rows.map(toView).sort((one, other) => (one.key < other.key ? -1 : 1));
  return { kind: 'list', machines };
}

/** With what the handler of the extension said where it failed, if the machine's last look saw that failure too. */
export async function withMessages(
  { store }: Pick<Ports, 'store'>,
  machines: readonly DeployedMachineView[],
): Promise<readonly DeployedMachineView[]> {
  const told: DeployedMachineView[] = [];
  for (const machine of machines) {
    const reason = machine.state === 'failed' ? await readMessage(store, machine.key) : undefined;
    told.push(reason === undefined ? machine : { ...machine, reason });
  }
  return told;
}

/** A row that cannot be read is no reason to tell nothing of all the others. */
async function readMessage({ machines }: StorePort, key: TargetKey): Promise<string | undefined> {
  const stored = await machines.read(key).catch((error: unknown) => {
    return `its row cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  });
  if (typeof stored === 'string') return stored;
  const extensions = stored?.value.facts?.extensions ?? [];
  return extensions.find(({ type: written, state }) => {
    const { publisher, type } = splitExtensionType(written);
    return isEndpointExtension(publisher, type) && deploymentStateOf(state) === 'failed';
  })?.message;
}

function toView(row: MachineRow): DeployedMachineView {
  const { id, name, os, kind, power, arcStatus, extensions } = row;
  return { key: keyOf(id), id, name, os, ...deploymentOf({ isOff: !isOn(kind, power, arcStatus), extensions }) };
}

/** How many are in each state, by system. */
export function countDeployments(
  machines: readonly DeployedMachineView[],
): Readonly<Record<DeploymentState, { readonly windows: number; readonly linux: number; readonly unknown: number }>> {
  const of = (state: DeploymentState) => {
    const inState = machines.filter((machine) => machine.state === state);
    const windows = inState.filter(({ os }) => os === 'windows').length;
    const linux = inState.filter(({ os }) => os === 'linux').length;
    return { windows, linux, unknown: inState.length - windows - linux };
  };
  return {
    installed: of('installed'),
    failed: of('failed'),
    inProgress: of('inProgress'),
    unknown: of('unknown'),
    absent: of('absent'),
  };
}
