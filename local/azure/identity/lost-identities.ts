import type { VirtualMachine } from '../compute/virtual-machine.ts';
import { isObject, objectAt, textAt } from '../core/json.ts';
import type { Subscription } from '../core/store/subscription.ts';
import type { JsonValue, SimContext } from '../core/types.ts';
import type { MachineExtension } from '../extensions/machine-extension.ts';
import { failExtension } from '../extensions/provision-extension.ts';

/**
 * What a subscription that goes to another tenant does to the identities in it: nobody gets a token for them any more. A
 * user-assigned one has to be made anew and attached anew, the one of a VM turned off and on again (page "Transfer an Azure
 * subscription to a different Microsoft Entra directory"). ARM shows them as before, here also to the tenant that it comes
 * back to (no public source).
 */
export function loseIdentities(context: SimContext, subscription: Subscription): void {
  const vms = context.vms.inSubscription(subscription.id);
  const lost = [
    ...context.identities.inSubscription(subscription.id).map(({ principalId }) => principalId),
    ...vms.map(({ identity }) => identity?.systemPrincipalId),
  ];
  for (const principalId of lost) if (principalId !== undefined) subscription.lostPrincipals.add(principalId);
  for (const vm of context.vms.all()) failAgents(context, vm);
}

/** That the agent's handler tells of it, and how, has no public source. */
function failAgents(context: SimContext, vm: VirtualMachine): void {
  for (const extension of context.vmExtensions.childrenOf(vm.id)) {
    if (extension.provisioningState !== 'Succeeded' || !hasLostIdentity(context, vm, extension)) continue;
    failExtension(context, extension, extension.installedVersion, identityNotFound);
  }
}

/** What the metadata service of a VM says of such an identity (MicrosoftDocs/azure-docs issue 124819). */
export const identityNotFound = {
  kind: 'fail',
  message: 'No token for Azure Monitor: {"error":"invalid_request","error_description":"Identity not found"}',
} as const;

/** Whether it is an Azure Monitor agent that signs in with an identity that was lost; others need none. */
export function hasLostIdentity(context: SimContext, vm: VirtualMachine, { wanted }: MachineExtension): boolean {
  if (!/^AzureMonitor(?:Linux|Windows)Agent$/i.test(wanted.type)) return false;
  const principalId = principalOf(vm, wanted.settings);
  return [...context.subscriptions.values()].some(({ lostPrincipals }) => lostPrincipals.has(principalId ?? ''));
}

/** The identity that its settings name, as it was when it was attached; else the VM's own, else the only one there is. */
function principalOf({ identity }: VirtualMachine, settings: JsonValue | undefined): string | undefined {
  const all = isObject(settings) ? settings : undefined;
  const named = objectAt(objectAt(all, 'authentication'), 'managedIdentity');
  const id = textAt(named, 'identifier-value');
  if (id !== undefined) return identity?.userAssigned.get(id.toLowerCase())?.principalId;
  const [first] = identity?.userAssigned.values() ?? [];
  return identity?.systemPrincipalId ?? first?.principalId;
}
