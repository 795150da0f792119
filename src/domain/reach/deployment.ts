import { edrExtensionOf, isEndpointExtension } from '../endpoint/other-edr.ts';

export const deploymentStates = ['installed', 'failed', 'inProgress', 'unknown', 'absent'] as const;

/**
 * How far Defender for Endpoint has come on a machine, by what Azure says of its extension: whether it protects the
 * machine is another question.
 */
export type DeploymentState = (typeof deploymentStates)[number];

/** A machine as Azure Resource Graph shows it, as far as it matters here. */
export interface DeployedMachine {
  readonly isOff: boolean;
  readonly extensions: readonly {
    readonly publisher: string | undefined;
    readonly type: string | undefined;
    readonly provisioningState: string | undefined;
  }[];
}

export interface Deployment {
  readonly state: DeploymentState;
  /** For people; undefined where the state says it all, and where only the handler's own message would tell. */
  readonly reason: string | undefined;
}

/** By provisioning states of ARM, lower-case. */
const states: Readonly<Record<string, DeploymentState>> = {
  succeeded: 'installed',
  failed: 'failed',
  canceled: 'failed',
  creating: 'inProgress',
  updating: 'inProgress',
  deleting: 'inProgress',
};

export function deploymentOf({ isOff, extensions }: DeployedMachine): Deployment {
  const named = extensions.map(({ publisher = '', type = '', ...rest }) => ({ publisher, type, ...rest }));
  const endpoint = named.find(({ publisher, type }) => isEndpointExtension(publisher, type));
  if (endpoint === undefined) return { state: 'absent', reason: whyAbsent(isOff, named) };
  const written = endpoint.provisioningState;
  const state = deploymentStateOf(written);
  if (state === 'unknown') return { state, reason: `Azure shows its extension as ${written ?? 'without a state'}` };
  return {
    state,
    reason: state === 'inProgress' && isOff ? 'the machine is off: it goes on when it is back' : undefined,
  };
}

/** What a provisioning state of the extension comes to. */
export function deploymentStateOf(provisioningState: string | undefined): DeploymentState {
  return states[provisioningState?.toLowerCase() ?? ''] ?? 'unknown';
}

function whyAbsent(
  isOff: boolean,
  extensions: readonly { readonly publisher: string; readonly type: string }[],
): string | undefined {
  const other = edrExtensionOf(extensions);
  if (other !== undefined) return `another EDR: ${other}`;
  return isOff ? 'the machine is off or disconnected' : undefined;
}
