import type { ArcFacts, MachineFacts, Power, VmFacts } from '../machine/machine-facts.ts';
import type { Obstacle } from './finding.ts';

/**
 * Why nothing at all is written to an Arc machine now. Azure queues extension operations for a disconnected machine
 * up to six hours and then fails them, so we do not start any ("Troubleshoot Azure Arc connectivity").
 */
export function findDisconnected({ platform }: MachineFacts): Obstacle | undefined {
  if (platform.kind !== 'arc') return undefined;
  switch (platform.status?.toLowerCase()) {
    case undefined:
      return { kind: 'waiting', reason: 'NotReported' };
    case 'connected':
      return undefined;
    case 'disconnected':
      return { kind: 'waiting', reason: 'Disconnected' };
    case 'expired':
      return { kind: 'blocked', code: 'ArcExpired', detail: 'Azure shows the machine as Expired' };
    default:
      return { kind: 'waiting', reason: 'Disconnected', detail: `Azure shows the machine as ${platform.status}` };
  }
}

/** Why no extension of this type may be written now: forbidden on the machine, or not possible at this moment. */
export function findExtensionObstacle({ platform }: MachineFacts, handler: string): Obstacle | undefined {
  if (platform.kind === 'arc') return findArcObstacle(platform, handler.toLowerCase());
  if (!platform.allowsExtensions) return extensionsDisabled;
  return platform.kind === 'vm' ? findVmObstacle(platform) : undefined;
}

/** The same of taking one off: an Arc agent's lists never forbid that ("Extensions security", Azure Arc-enabled servers). */
export function findRemovalObstacle({ platform }: MachineFacts): Obstacle | undefined {
  if (platform.kind === 'arc') return findTurnedOff(platform);
  if (!platform.allowsExtensions) return extensionsDisabled;
  return platform.kind === 'vm' ? findVmObstacle(platform) : undefined;
}

function findTurnedOff({ extensionsEnabled }: ArcFacts): Obstacle | undefined {
  if (extensionsEnabled) return undefined;
  return { kind: 'blocked', code: 'ExtensionsDisabled', detail: 'the Arc agent has extensions turned off' };
}

/** Lists are set on the machine only; with both set, both count ("Extensions security", Azure Arc-enabled servers). */
function findArcObstacle(arc: ArcFacts, handler: string): Obstacle | undefined {
  const turnedOff = findTurnedOff(arc);
  if (turnedOff !== undefined) return turnedOff;
  const { allowList, blockList } = arc;
  if (allowList !== undefined && allowList.length > 0 && !allowList.some((entry) => entry.toLowerCase() === handler)) {
    return {
      kind: 'blocked',
      code: 'ExtensionNotAllowed',
      detail: `${handler} is not on the allow list of the Arc agent`,
    };
  }
  if (blockList?.some((entry) => entry.toLowerCase() === handler)) {
    return { kind: 'blocked', code: 'ExtensionNotAllowed', detail: `${handler} is on the block list of the Arc agent` };
  }
  return undefined;
}

const extensionsDisabled: Obstacle = {
  kind: 'blocked',
  code: 'ExtensionsDisabled',
  detail: 'osProfile.allowExtensionOperations is false',
};

/** Only a running VM with a ready guest agent takes extension changes ("States and billing status", Compute). */
function findVmObstacle({ power, agentReady }: VmFacts): Obstacle | undefined {
  if (power === 'running' && agentReady) return undefined;
  return findOff(power) ?? { kind: 'waiting', reason: 'AgentNotReady' };
}

/** A VM that is off: its start brings an event. */
function findOff(power: Power): Obstacle | undefined {
  if (power === 'off') return { kind: 'waiting', reason: 'Off' };
  return power === 'hibernated' ? { kind: 'waiting', reason: 'Hibernated' } : undefined;
}

/** What keeps Azure from going on with an extension that it works on: the machine went off meanwhile. */
export function findWentOff({ platform }: MachineFacts): Obstacle | undefined {
  return platform.kind === 'vm' ? findOff(platform.power) : undefined;
}
