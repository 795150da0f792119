import { canonicalJson, type Json } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import type { AzureWrite, ExtensionBody, MachineWrite } from './azure-write.ts';
import { isSubscriptionWrite, type SubscriptionWrite } from './subscription-write.ts';

/**
 * Names a write by what this product decides in it, so that the same intent is known again. What a write merely keeps
 * of the machine as it is (an extension's name, version and other settings, the other identities) is left out: somebody
 * who undoes our writes would otherwise get past the fuse by changing one of these each time.
 */
export function bodyHashOf(write: AzureWrite): string {
  return sha256Hex(canonicalJson({ kind: write.kind, decided: decidedIn(write) })).slice(0, 16);
}

function decidedIn(write: AzureWrite): Json {
  return isSubscriptionWrite(write) ? decidedOfSubscription(write) : decidedOfMachine(write);
}

function decidedOfMachine(write: MachineWrite): Json {
  switch (write.kind) {
    case 'attachIdentity': {
      const ids = Object.keys(write.body.identity.userAssignedIdentities ?? {});
      return { identities: ids.length === 0 ? ['system'] : ids.map((id) => id.toLowerCase()).sort() };
    }
    case 'putExtension':
      return write.onboards === undefined
        ? decidedOfExtension(write.body)
        : decidedOfOnboarding(write.body, write.onboards);
    case 'deleteExtension':
      return { name: write.name.toLowerCase() };
    case 'deleteLegacyAgent':
      return { type: write.type };
    case 'mergeTags':
      return { tags: write.tags };
    case 'putAssociation':
      return { name: write.name, ruleId: write.body.properties.dataCollectionRuleId.toLowerCase() };
    case 'upgradeInstances':
      return { instanceIds: [...write.body.instanceIds].sort() };
  }
}

/** Minor upgrade follows from automatic upgrade, or is kept. */
function decidedOfExtension({ properties }: ExtensionBody): Json {
  const { publisher, type, enableAutomaticUpgrade, settings } = properties;
  const authentication = JSON.stringify(settings.authentication ?? null).toLowerCase();
  return { publisher, type, enableAutomaticUpgrade, authentication };
}

/** Its package is a secret and no decision, and whether it upgrades by itself is left to whoever made it. */
function decidedOfOnboarding({ properties }: ExtensionBody, onboards: string): Json {
  const { publisher, type } = properties;
  return { publisher, type, onboards };
}

/** A subscription is given what the file says: the body is the intent, but of a plan, which keeps what others have set. */
function decidedOfSubscription(write: SubscriptionWrite): Json {
  if (write.kind === 'putDefenderPlan' && write.decided !== undefined) return { decided: [...write.decided].sort() };
  if (write.kind === 'registerProvider') return { namespace: write.namespace.toLowerCase() };
  if (write.kind !== 'putShared') return { body: toJson(write.body) };
  return { id: write.resource.resourceId.toLowerCase(), body: toJson(write.resource.body) };
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
