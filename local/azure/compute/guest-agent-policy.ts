import type { ExtensionOutcome } from '../extensions/extension-scripts.ts';
import type { ExtensionSettings } from '../extensions/machine-extension.ts';
import type { VirtualMachine } from './virtual-machine.ts';

/**
 * Why the guest agent of a Linux VM does not run an extension: a policy file on the machine lists what it allows, by
 * `publisher.type`. It lies there unseen by ARM, which takes the request; taking one off is always let happen here. Words:
 * WALinuxAgent pull request 3259; that a list without an entry allows nothing has no public source.
 */
export function guestAgentRefusal(
  { os, allowedExtensions }: Pick<VirtualMachine, 'os' | 'allowedExtensions'>,
  { publisher, type }: Pick<ExtensionSettings, 'publisher' | 'type'>,
): Extract<ExtensionOutcome, { kind: 'fail' }> | undefined {
  const handler = `${publisher}.${type}`;
  if (os !== 'Linux' || allowedExtensions === undefined) return undefined;
  if (allowedExtensions.some((allowed) => allowed.toLowerCase() === handler.toLowerCase())) return undefined;
  const message = `Extension will not be processed: failed to run extension '${handler}' because it is not specified as an allowed extension. To run, add the extension to the list of allowed extensions in the policy file ('/etc/waagent_policy.json').`;
  return { kind: 'fail', message };
}
