import type { ExtensionFacts, MachineFacts } from '../machine/machine-facts.ts';
import type { Finding } from './finding.ts';

/**
 * In lower case. The resource can say Succeeded while the machine reports that the handler failed ("Virtual machine
 * extensions", troubleshooting by the instance view): then the machine is right.
 */
export function extensionStateOf({
  provisioningState,
  statusCode = '',
}: Pick<ExtensionFacts, 'provisioningState' | 'statusCode'>): string {
  const state = provisioningState.toLowerCase();
  return state === 'succeeded' && /^provisioningstate\/failed\b/i.test(statusCode) ? 'failed' : state;
}

/**
 * An extension that succeeded is in place. Its version comes from the instance view, which a VM that is off and some Arc
 * machines lack: then the state of the extension has to do. Any other VM tells the version as soon as its guest agent
 * reports, so that is waited for, also where its power could not be read.
 */
export function findInPlace({ platform }: MachineFacts, { installedVersion }: ExtensionFacts): Finding {
  if (installedVersion !== undefined) return { kind: 'satisfied', detail: `version ${installedVersion}` };
  // What its instances run is told by each of them.
  if (platform.kind === 'scaleSet') return { kind: 'satisfied', detail: 'in the model of the set' };
  const cannotTell = platform.kind === 'arc' || platform.power === 'off' || platform.power === 'hibernated';
  if (cannotTell) return { kind: 'satisfied', detail: 'installed version not reported' };
  return { kind: 'waiting', reason: 'AgentNotReady' };
}
