import { isList, objectAt } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/types.ts';
import { denyingDefinitions } from './built-in-definitions.ts';
import type { WrittenResource } from './written-resource.ts';

/** Why a rule denies: one expression of it, as Azure Policy tells it. */
export interface Denial {
  readonly expression: string;
  readonly value: JsonValue | undefined;
  readonly target: JsonValue;
  readonly operator: 'NotIn' | 'Exists';
}

type Rule = (resource: WrittenResource, parameters: JsonObject) => Denial | undefined;

/** What the rules of the denying built-ins decide, by the name of the definition. */
export const denyingRules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  [
    denyingDefinitions.allowedLocations.name,
    (resource, given) => (resource.isGroup ? undefined : elsewhere(resource, given)),
  ],
  [
    denyingDefinitions.allowedLocationsOfGroups.name,
    (resource, given) => (resource.isGroup ? elsewhere(resource, given) : undefined),
  ],
  [
    denyingDefinitions.requiredTag.name,
    (resource, given) => (resource.isGroup ? undefined : withoutTag(resource, given)),
  ],
  [
    denyingDefinitions.requiredTagOfGroups.name,
    (resource, given) => (resource.isGroup ? withoutTag(resource, given) : undefined),
  ],
]);

function elsewhere({ location = '' }: WrittenResource, parameters: JsonObject): Denial | undefined {
  const value = objectAt(parameters, 'listOfAllowedLocations')?.value;
  const allowed = isList(value) ? value.filter((each) => typeof each === 'string') : [];
  const isAllowed = allowed.some((each) => each.toLowerCase().replaceAll(' ', '') === location);
  if (isAllowed || location === 'global') return undefined;
  return { expression: 'location', value: location, target: allowed, operator: 'NotIn' };
}

function withoutTag({ tags }: WrittenResource, parameters: JsonObject): Denial | undefined {
  const name = String(objectAt(parameters, 'tagName')?.value ?? '');
  if (Object.keys(tags).some((each) => each.toLowerCase() === name.toLowerCase())) return undefined;
  return { expression: `tags[${name}]`, value: undefined, target: 'false', operator: 'Exists' };
}
