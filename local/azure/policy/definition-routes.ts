import { objectAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { readBody } from '../core/request/read-body.ts';
import { newResource, systemDataOf, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, JsonObject, Route, SimContext } from '../core/types.ts';
import { type BuiltInDefinition, builtInDefinitions } from './built-in-definitions.ts';
import { builtInId } from './find-definition.ts';
import type { PolicyObject, PolicyObjects } from './policy-objects.ts';
import { checkPolicyScope, publishesAt, scopeFilter } from './policy-scope.ts';
import { definitionShape } from './policy-shapes.ts';

const type = 'Microsoft.Authorization/policyDefinitions';
const setType = 'Microsoft.Authorization/policySetDefinitions';
/** The other member of a rule; lint takes an object with that name for a promise. */
const consequence = 'then';
const path = `{*scope}/providers/${type}`;

/** Definitions: the built-ins, which stand at the tenant, and the tenant's own. */
export function definitionRoutes(context: SimContext, policies: PolicyObjects): Route[] {
  context.bodies.set(type.toLowerCase(), (id) => {
    const definition = policies.definitions.get(id);
    return definition === undefined ? undefined : customJson(definition);
  });
  return [...builtInRoutes(), ...ownRoutes(context, policies)];
}

function builtInRoutes(): Route[] {
  return [type, setType].flatMap((each): Route[] => [
    {
      method: 'GET',
      path: `/providers/${each}`,
      operation: `${each}/read`,
      source: 'Azure Policy REST API, Policy (Set) Definitions - List Built In',
      handle: () => ({ status: 200, body: { value: builtInsOf(each).map(builtInJson) } }),
    },
    {
      method: 'GET',
      path: `/providers/${each}/{name}`,
      operation: `${each}/read`,
      source: 'Azure Policy REST API, Policy (Set) Definitions - Get Built In',
      handle: (request) => ({ status: 200, body: builtInJson(findBuiltIn(each, request.param('name'))) }),
    },
  ]);
}

function ownRoutes(context: SimContext, policies: PolicyObjects): Route[] {
  return [
    {
      method: 'GET',
      path,
      operation: `${type}/read`,
      source: 'Azure Policy REST API, Policy Definitions - List',
      handle: (request) => {
        const own = policies.definitions
          .all()
          .filter(scopeFilter(context, request.param('scope'), 'atScope()', () => undefined));
        return { status: 200, body: { value: [...builtInsOf(type).map(builtInJson), ...own.map(customJson)] } };
      },
    },
    {
      method: 'GET',
      path: `${path}/{name}`,
      operation: `${type}/read`,
      source: 'Azure Policy REST API, Policy Definitions - Get',
      handle: (request) => {
        const own = policies.definitions.get(idOf(request));
        return {
          status: 200,
          body: own === undefined ? builtInJson(findBuiltIn(type, request.param('name'))) : customJson(own),
        };
      },
    },
    {
      method: 'PUT',
      path: `${path}/{name}`,
      operation: `${type}/write`,
      source: 'Azure Policy REST API, Policy Definitions - Create Or Update: 201 for a change as well',
      publishes: 'write',
      handle: (request) => put(context, policies, request),
    },
    {
      method: 'DELETE',
      path: `${path}/{name}`,
      operation: `${type}/delete`,
      source: 'Azure Policy REST API, Policy Definitions - Delete',
      publishes: 'delete',
      handle: (request) => {
        if (!policies.definitions.delete(idOf(request))) return { status: 204, publish: false };
        return { status: 200, ...publishesAt(request.param('scope')) };
      },
    },
  ];
}

/** A definition of the tenant's own is kept and can be assigned; its rule is not evaluated here. */
function put(context: SimContext, policies: PolicyObjects, request: ArmRequest): ArmReply {
  const id = idOf(request);
  checkPolicyScope(context, request);
  const properties = objectAt(readBody(request, definitionShape, ['properties']), 'properties') ?? {};
  if (objectAt(properties, 'policyRule') === undefined) {
    const message = `The policy definition '${request.param('name')}' has no policy rule.`;
    throw armError(400, 'InvalidPolicyRule', message);
  }
  const existing = policies.definitions.get(id);
  const definition: PolicyObject = existing ?? {
    ...newResource(context, request, id, type),
    scope: request.param('scope'),
    properties,
  };
  definition.properties = { mode: 'Indexed', ...properties, policyType: 'Custom' };
  if (existing === undefined) policies.definitions.set(definition);
  else touch(context, definition, request.principal);
  return { status: 201, body: customJson(definition), resourceId: id, ...publishesAt(definition.scope) };
}

function idOf(request: ArmRequest): string {
  return `${request.param('scope')}/providers/${type}/${request.param('name')}`;
}

function builtInsOf(each: string): readonly BuiltInDefinition[] {
  return builtInDefinitions.filter(({ isSet }) => isSet === (each === setType));
}

function findBuiltIn(each: string, name: string): BuiltInDefinition {
  const found = builtInsOf(each).find((definition) => definition.name === name.toLowerCase());
  if (found !== undefined) return found;
  throw each === setType
    ? armError(404, 'PolicySetDefinitionNotFound', `The policy set definition '${name}' could not be found.`)
    : armError(404, 'PolicyDefinitionNotFound', `The policy definition '${name}' could not be found.`);
}

function builtInJson(definition: BuiltInDefinition): JsonObject {
  const { name, displayName, mode, version, parameters, condition, isSet } = definition;
  return {
    id: builtInId(definition),
    name,
    type: isSet ? setType : type,
    properties: {
      displayName,
      policyType: 'BuiltIn',
      mode: isSet ? undefined : mode,
      version,
      metadata: { version },
      parameters: parameters ?? {},
      policyRule: condition === undefined ? undefined : { if: condition, [consequence]: { effect: 'deny' } },
    },
  };
}

function customJson(definition: PolicyObject): JsonObject {
  const { id, name, properties } = definition;
  return { id, name, type, systemData: systemDataOf(definition), properties };
}
