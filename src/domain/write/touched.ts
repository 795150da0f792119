import { type AzureWrite, associationId, extensionId } from './azure-write.ts';

/** What a write changes, in short: a row keeps it, to know later what the write was about. */
export type Touched =
  | { readonly part: 'identity'; readonly identityIds: readonly string[] }
  | { readonly part: 'extension'; readonly name: string; readonly publisher: string; readonly type: string }
  | { readonly part: 'association'; readonly name: string; readonly ruleId: string };

export function touchedBy(write: AzureWrite): Touched {
  switch (write.kind) {
    case 'attachIdentity':
      return { part: 'identity', identityIds: Object.keys(write.body.identity.userAssignedIdentities ?? {}) };
    case 'putExtension': {
      const { publisher, type } = write.body.properties;
      return { part: 'extension', name: write.name, publisher, type };
    }
    case 'deleteExtension':
      return { part: 'extension', name: write.name, publisher: write.publisher, type: write.type };
    case 'putAssociation':
      return { part: 'association', name: write.name, ruleId: write.body.properties.dataCollectionRuleId };
  }
}

/** The ARM id of what a write to this target touches. */
export function touchedId(targetId: string, touched: Touched): string {
  switch (touched.part) {
    case 'identity':
      return targetId;
    case 'extension':
      return extensionId(targetId, touched.name);
    case 'association':
      return associationId(targetId, touched.name);
  }
}
