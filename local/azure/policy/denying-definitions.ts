import { isList, objectAt } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/types.ts';
import type { BuiltInDefinition } from './built-in-definitions.ts';
import type { WrittenResource } from './written-resource.ts';

/** Why a rule denies: one expression of it, as Azure Policy tells it. */
export interface Denial {
  readonly expression: string;
  readonly value: JsonValue | undefined;
  readonly target: JsonValue;
  readonly operator: 'In' | 'NotIn' | 'Equals' | 'NotEquals' | 'Exists';
  /** What the expression gave; `False` where the rule negates it. */
  readonly result: 'True' | 'False';
}

/** A built-in that refuses writes here. */
interface DenyingDefinition extends BuiltInDefinition {
  /** Looks at groups, and at nothing else. */
  readonly isOfGroups: boolean;
  deny(resource: WrittenResource, parameters: JsonObject): Denial | undefined;
}

const locations = { listOfAllowedLocations: { type: 'Array', metadata: { strongType: 'location' } } };
const tagName = { tagName: { type: 'String', metadata: { displayName: 'Tag Name' } } };
const tag = { ...tagName, tagValue: { type: 'String', metadata: { displayName: 'Tag Value' } } };
const types = { listOfResourceTypesAllowed: { type: 'Array', metadata: { strongType: 'resourceTypes' } } };
const group = { field: 'type', equals: 'Microsoft.Resources/subscriptions/resourceGroups' };
const tagField = "[concat('tags[', parameters('tagName'), ']')]";
const isElsewhere = { field: 'location', notIn: "[parameters('listOfAllowedLocations')]" };
const lacksTag = { field: tagField, exists: 'false' };
const ofResources = { isSet: false, isOfGroups: false, mode: 'Indexed' } as const;
const ofGroups = { isSet: false, isOfGroups: true, mode: 'All' } as const;

/** Source: Azure/azure-policy, built-in-policies/policyDefinitions, General/*_Deny.json and Tags/*_Deny.json. */
export const denyingDefinitions: readonly DenyingDefinition[] = [
  {
    ...ofResources,
    name: 'e56962a6-4747-49cd-b67b-bf8b01975c4c',
    displayName: 'Allowed locations',
    version: '1.0.0',
    parameters: locations,
    condition: {
      allOf: [
        isElsewhere,
        { field: 'location', notEquals: 'global' },
        { field: 'type', notEquals: 'Microsoft.AzureActiveDirectory/b2cDirectories' },
      ],
    },
    deny: elsewhere,
  },
  {
    ...ofGroups,
    name: 'e765b5de-1225-4ba3-bd56-1ac6695af988',
    displayName: 'Allowed locations for resource groups',
    version: '1.0.0',
    parameters: locations,
    condition: { allOf: [group, isElsewhere] },
    deny: elsewhere,
  },
  {
    ...ofResources,
    name: '871b6d14-10aa-478d-b590-94f262ecfa99',
    displayName: 'Require a tag on resources',
    version: '1.0.1',
    parameters: tagName,
    condition: lacksTag,
    deny: withoutTag,
  },
  {
    ...ofGroups,
    name: '96670d01-0a4d-4649-9c89-2d3abc0a5025',
    displayName: 'Require a tag on resource groups',
    version: '1.0.0',
    parameters: tagName,
    condition: { allOf: [group, lacksTag] },
    deny: withoutTag,
  },
  {
    ...ofResources,
    name: '1e30110a-5ceb-460c-a204-c1c3969c6d62',
    displayName: 'Require a tag and its value on resources',
    version: '1.0.1',
    parameters: tag,
    condition: { not: { field: tagField, equals: "[parameters('tagValue')]" } },
    deny: (resource, given) => withoutValue(resource, given, { operator: 'Equals', result: 'False' }),
  },
  {
    ...ofGroups,
    name: '8ce3da23-7156-49e4-b145-24f95f9dcb46',
    displayName: 'Require a tag and its value on resource groups',
    version: '1.0.0',
    parameters: tag,
    condition: { allOf: [group, { field: tagField, notEquals: "[parameters('tagValue')]" }] },
    deny: (resource, given) => withoutValue(resource, given, { operator: 'NotEquals', result: 'True' }),
  },
  {
    ...ofResources,
    name: 'a08ec900-254a-4555-9bf5-e42af04b5c5c',
    displayName: 'Allowed resource types',
    version: '1.0.0',
    parameters: types,
    condition: { not: { field: 'type', in: "[parameters('listOfResourceTypesAllowed')]" } },
    deny: ofOtherType,
  },
];

function elsewhere({ location }: WrittenResource, parameters: JsonObject): Denial | undefined {
  const allowed = textsOf(parameters, 'listOfAllowedLocations');
  const isAllowed = allowed.some((each) => each.toLowerCase().replaceAll(' ', '') === location);
  if (isAllowed || location === 'global') return undefined;
  return { expression: 'location', value: location, target: allowed, operator: 'NotIn', result: 'True' };
}

function withoutTag({ tags }: WrittenResource, parameters: JsonObject): Denial | undefined {
  const name = textOf(parameters, 'tagName');
  if (tagValueOf(tags, name) !== undefined) return undefined;
  return { expression: `tags[${name}]`, value: undefined, target: 'false', operator: 'Exists', result: 'True' };
}

/** Azure docs, "Azure Policy definition structure": texts are compared without regard to case. */
function withoutValue(
  { tags }: WrittenResource,
  parameters: JsonObject,
  how: Pick<Denial, 'operator' | 'result'>,
): Denial | undefined {
  const name = textOf(parameters, 'tagName');
  const target = textOf(parameters, 'tagValue');
  const value = tagValueOf(tags, name);
  if (typeof value === 'string' && value.toLowerCase() === target.toLowerCase()) return undefined;
  return { expression: `tags[${name}]`, value, target, ...how };
}

function ofOtherType({ type }: WrittenResource, parameters: JsonObject): Denial | undefined {
  const allowed = textsOf(parameters, 'listOfResourceTypesAllowed');
  if (allowed.some((each) => each.toLowerCase() === type.toLowerCase())) return undefined;
  return { expression: 'type', value: type, target: allowed, operator: 'In', result: 'False' };
}

function tagValueOf(tags: JsonObject, name: string): JsonValue | undefined {
  return Object.entries(tags).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}

function textOf(parameters: JsonObject, name: string): string {
  return String(objectAt(parameters, name)?.value ?? '');
}

function textsOf(parameters: JsonObject, name: string): readonly string[] {
  const value = objectAt(parameters, name)?.value;
  return isList(value) ? value.filter((each) => typeof each === 'string') : [];
}
