import type { ExtensionFacts, IdentityFacts, MachineFacts } from '../../../src/domain/machine/machine-facts.ts';
import type { AzureWrite, MachineWrite } from '../../../src/domain/write/azure-write.ts';
import { isSubscriptionWrite } from '../../../src/domain/write/subscription-write.ts';

/** What Azure makes of a write: the machine as it is read once the operation has succeeded. */
/** Writes to a subscription leave its machines as they are. */
export function applyWrite(facts: MachineFacts, write: AzureWrite): MachineFacts {
  return isSubscriptionWrite(write) ? facts : applyMachineWrite(facts, write);
}

function applyMachineWrite(facts: MachineFacts, write: MachineWrite): MachineFacts {
  switch (write.kind) {
    case 'attachIdentity':
      return { ...facts, identity: mergeIdentity(facts.identity, write.body.identity) };
    case 'putExtension':
      return { ...facts, extensions: [...without(facts.extensions, write.name), installed(facts, write)] };
    case 'deleteExtension':
    case 'deleteLegacyAgent':
      return { ...facts, extensions: without(facts.extensions, write.name) };
    case 'mergeTags':
      return { ...facts, tags: { ...facts.tags, ...write.tags } };
    case 'putAssociation': {
      const ruleId = write.body.properties.dataCollectionRuleId;
      return {
        ...facts,
        associations: [...(facts.associations ?? []), { name: write.name, ruleId, endpointId: undefined }],
      };
    }
    case 'upgradeInstances':
      return { ...facts, platform: upgraded(facts.platform, write.body.instanceIds) };
  }
}

function upgraded(platform: MachineFacts['platform'], ids: readonly string[]): MachineFacts['platform'] {
  if (platform.kind !== 'scaleSet') return platform;
  const instances = platform.instances?.map((one) => (ids.includes(one.id) ? { ...one, hasModel: true } : one));
  return { ...platform, instances };
}

/** PATCH merges the map; a `type` without UserAssigned drops all of it, one without SystemAssigned drops that identity. */
function mergeIdentity(
  { userAssigned }: IdentityFacts,
  patch: Extract<AzureWrite, { kind: 'attachIdentity' }>['body']['identity'],
): IdentityFacts {
  const added = Object.keys(patch.userAssignedIdentities ?? {});
  const merged = [...userAssigned, ...added.filter((id) => !userAssigned.includes(id))];
  return {
    system: patch.type.includes('SystemAssigned'),
    userAssigned: patch.type.includes('UserAssigned') ? merged : [],
  };
}

function installed(facts: MachineFacts, { name, body }: Extract<AzureWrite, { kind: 'putExtension' }>): ExtensionFacts {
  const { publisher, type, typeHandlerVersion, autoUpgradeMinorVersion, enableAutomaticUpgrade, settings } =
    body.properties;
  const before = facts.extensions.find((extension) => extension.name === name);
  return {
    name,
    publisher,
    type,
    requestedVersion: typeHandlerVersion,
    installedVersion: before?.installedVersion ?? '1.39.0.0',
    autoUpgradeMinorVersion,
    enableAutomaticUpgrade,
    provisioningState: 'Succeeded',
    settings,
    message: undefined,
    statusCode: 'ProvisioningState/succeeded',
  };
}

function without(extensions: readonly ExtensionFacts[], name: string): readonly ExtensionFacts[] {
  return extensions.filter((extension) => extension.name !== name);
}
