import type { Addressed } from '../failures/addressed.ts';
import { legacyAgentPublisher } from '../legacy-agent.ts';
import { type AzureWrite, associationId, extensionId, type MachineWrite, tagsId } from './azure-write.ts';
import { isSubscriptionWrite, subscriptionResourceOf } from './subscription-write.ts';

/** What a write changes, in short: a row keeps it, to know later what the write was about. */
export type Touched =
  | { readonly part: 'identity'; readonly identityIds: readonly string[] }
  | { readonly part: 'extension'; readonly name: string; readonly publisher: string; readonly type: string }
  | { readonly part: 'association'; readonly name: string; readonly ruleId: string }
  /** Instances of a scale set. */
  | { readonly part: 'instances'; readonly ids: readonly string[] }
  /** A resource of its own, by its ARM id: the tags of a machine, and whatever a subscription is given. */
  | { readonly part: 'resource'; readonly resourceId: string };

export function touchedBy(write: AzureWrite): Touched {
  return isSubscriptionWrite(write)
    ? { part: 'resource', resourceId: subscriptionResourceOf(write) }
    : touchedOfMachine(write);
}

function touchedOfMachine(write: MachineWrite): Touched {
  switch (write.kind) {
    case 'attachIdentity':
      return { part: 'identity', identityIds: Object.keys(write.body.identity.userAssignedIdentities ?? {}) };
    case 'putExtension': {
      const { publisher, type } = write.body.properties;
      return { part: 'extension', name: write.name, publisher, type };
    }
    case 'deleteExtension':
      return { part: 'extension', name: write.name, publisher: write.publisher, type: write.type };
    case 'deleteLegacyAgent':
      return { part: 'extension', name: write.name, publisher: legacyAgentPublisher, type: write.type };
    case 'mergeTags':
      return { part: 'resource', resourceId: tagsId(write.target.resourceId) };
    case 'putAssociation':
      return { part: 'association', name: write.name, ruleId: write.body.properties.dataCollectionRuleId };
    case 'upgradeInstances':
      return { part: 'instances', ids: write.body.instanceIds };
  }
}

/** What an answer to such a write to this target, or the end of its operation, is about. */
export function addressedBy(targetId: string, touched: Touched): Addressed {
  switch (touched.part) {
    case 'identity': {
      const references = touched.identityIds.map((id) => ({ id, as: 'identity' as const }));
      return { targetId, resourceId: targetId, references };
    }
    case 'extension': {
      const { name, publisher, type } = touched;
      return { targetId, resourceId: extensionId(targetId, name), extension: { name, publisher, type } };
    }
    case 'instances':
      return { targetId, resourceId: targetId };
    case 'resource':
      return { targetId, resourceId: touched.resourceId };
    case 'association': {
      const references = touched.ruleId === '' ? [] : [{ id: touched.ruleId, as: 'rule' as const }];
      return { targetId, resourceId: associationId(targetId, touched.name), references };
    }
  }
}
