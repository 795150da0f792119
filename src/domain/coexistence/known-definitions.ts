import type { KnownDefinition } from './known-definition.ts';
import { knownSets } from './known-sets.ts';
import { machineDefinitions } from './machine-definitions.ts';
import { subscriptionDefinitions } from './subscription-definitions.ts';

/** What one assignment does in one of its parts: a definition alone, or as the member of a set. */
export interface KnownPart extends KnownDefinition {
  /** `policyDefinitionReferenceId`; undefined for a definition that is assigned alone. */
  readonly reference: string | undefined;
  readonly effectParameter: string | undefined;
}

const definitions: ReadonlyMap<string, KnownDefinition> = new Map([
  ...Object.entries(machineDefinitions),
  ...Object.entries(subscriptionDefinitions),
]);

const known: ReadonlyMap<string, readonly KnownPart[]> = new Map<string, readonly KnownPart[]>([
  ...[...definitions].map(([id, definition]): [string, KnownPart[]] => [
    id,
    [{ ...definition, reference: undefined, effectParameter: 'effect' }],
  ]),
  ...Object.entries(knownSets).map(([id, members]): [string, KnownPart[]] => [id, members.map(partOf)]),
]);

/** The parts of a definition or set, by its GUID in lower case; undefined where we know nothing of it. */
export function knownPartsOf(definition: string): readonly KnownPart[] | undefined {
  return known.get(definition);
}

function partOf({ definition: id, ...member }: (typeof knownSets)[string][number]): KnownPart {
  const definition = definitions.get(id);
  if (definition === undefined) throw new Error(`The set member ${member.reference} names no known definition.`);
  return { ...definition, ...member };
}

/** Parameters that decide something, in lower case; nothing else of an assignment is kept. */
export const comparedParameters: ReadonlySet<string> = new Set(
  [
    'bringYourOwnUserAssignedManagedIdentity',
    'restrictBringYourOwnUserAssignedIdentityToSubscription',
    'userAssignedIdentityResourceId',
    'userAssignedManagedIdentityName',
    'userAssignedManagedIdentityResourceGroup',
    'userAssignedIdentityName',
    'identityResourceGroup',
    'dcrResourceId',
    'subPlan',
    'isAgentlessVmScanningEnabled',
    ...[...known.values()].flat().flatMap(({ effectParameter }) => effectParameter ?? []),
  ].map((name) => name.toLowerCase()),
);
