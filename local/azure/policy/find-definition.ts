import { objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import type { JsonObject } from '../core/types.ts';
import { builtInDefinitions } from './built-in-definitions.ts';
import type { PolicyObjects } from './policy-objects.ts';

/** What is assigned: a definition or set, with its parameters where they are known. */
export interface FoundDefinition {
  readonly id: string;
  readonly name: string;
  readonly displayName: string | undefined;
  readonly version: string;
  readonly parameters: JsonObject | undefined;
}

/** Finds what an assignment names; 404 as Azure Policy words it. */
export function findDefinition(policies: PolicyObjects, id: string): FoundDefinition {
  const { typePath, name } = parseArmId(id);
  const isSet = /\/policySetDefinitions$/i.test(typePath);
  const builtIn = builtInDefinitions.find((each) => isBuiltIn(each, id));
  if (builtIn !== undefined) {
    const { displayName, version, parameters } = builtIn;
    return { id: builtInId(builtIn), name: builtIn.name, displayName, version, parameters };
  }
  const custom = policies.definitions.get(id);
  if (custom === undefined) {
    throw isSet
      ? armError(404, 'PolicySetDefinitionNotFound', `The policy set definition '${name}' could not be found.`)
      : armError(404, 'PolicyDefinitionNotFound', `The policy definition '${name}' could not be found.`);
  }
  return {
    id: custom.id,
    name: custom.name,
    displayName: textAt(custom.properties, 'displayName'),
    version: textAt(custom.properties, 'version') ?? '1.0.0',
    parameters: objectAt(custom.properties, 'parameters') ?? {},
  };
}

/** Whether an id is that of a built-in, at the tenant or under a subscription. */
export function isBuiltIn(definition: { readonly name: string; readonly isSet: boolean }, id: string): boolean {
  return builtInId(definition).toLowerCase() === id.toLowerCase().replace(/^\/subscriptions\/[^/]+/, '');
}

/** Built-ins stand at the tenant; they are found under any subscription too. */
export function builtInId(definition: { readonly name: string; readonly isSet: boolean }): string {
  const type = definition.isSet ? 'policySetDefinitions' : 'policyDefinitions';
  return `/providers/Microsoft.Authorization/${type}/${definition.name}`;
}
