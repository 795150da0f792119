import { objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { readBody } from '../core/request/read-body.ts';
import { sameId } from '../core/store/arm-id.ts';
import { newResource, systemDataOf, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, JsonObject, Route, SimContext } from '../core/types.ts';
import type { PolicyObject, PolicyObjects } from './policy-objects.ts';
import { checkPolicyScope, publishesAt, scopeFilter } from './policy-scope.ts';
import { exemptionShape } from './policy-shapes.ts';

const type = 'Microsoft.Authorization/policyExemptions';
const path = `{*scope}/providers/${type}`;

/** Exemptions from assignments, at any scope. */
export function exemptionRoutes(context: SimContext, policies: PolicyObjects): Route[] {
  context.bodies.set(type.toLowerCase(), (id) => {
    const exemption = policies.exemptions.get(id);
    return exemption === undefined ? undefined : exemptionJson(exemption);
  });
  return [
    {
      method: 'GET',
      path,
      operation: `${type}/read`,
      source: 'Azure Policy REST API, Policy Exemptions - List',
      executes: ['$filter'],
      handle: (request) => ({ status: 200, body: { value: listed(context, policies, request).map(exemptionJson) } }),
    },
    {
      method: 'GET',
      path: `${path}/{name}`,
      operation: `${type}/read`,
      source: 'Azure Policy REST API, Policy Exemptions - Get',
      handle: (request) => {
        const exemption = policies.exemptions.get(idOf(request));
        if (exemption !== undefined) return { status: 200, body: exemptionJson(exemption) };
        const message = `The policy exemption '${request.param('name')}' could not be found.`;
        throw armError(404, 'PolicyExemptionNotFound', message);
      },
    },
    {
      method: 'PUT',
      path: `${path}/{name}`,
      operation: `${type}/write`,
      source: 'Azure Policy REST API, Policy Exemptions - Create Or Update',
      publishes: 'write',
      handle: (request) => put(context, policies, request),
    },
    {
      method: 'DELETE',
      path: `${path}/{name}`,
      operation: `${type}/delete`,
      source: 'Azure Policy REST API, Policy Exemptions - Delete',
      publishes: 'delete',
      handle: (request) => {
        if (!policies.exemptions.delete(idOf(request))) return { status: 204, publish: false };
        return { status: 200, ...publishesAt(request.param('scope')) };
      },
    },
  ];
}

function listed(context: SimContext, policies: PolicyObjects, request: ArmRequest): readonly PolicyObject[] {
  const all = policies.exemptions.all();
  const scope = request.param('scope');
  const isExpired = ({ properties }: PolicyObject): boolean => hasExpired(properties, context.time.now());
  if (/^excludeExpired\(\)$/i.test(request.query.$filter ?? '')) {
    const related = scopeFilter(context, scope, undefined, () => undefined);
    return all.filter((exemption) => related(exemption) && !isExpired(exemption));
  }
  const isOf = (name: string, value: string) => {
    if (name.toLowerCase() !== 'policyassignmentid') return undefined;
    const found = new Set<unknown>(
      all.filter((each) => sameId(textAt(each.properties, 'policyAssignmentId') ?? '', value)),
    );
    return (object: { readonly scope: string }) => found.has(object);
  };
  return all.filter(scopeFilter(context, scope, request.query.$filter, isOf));
}

/** Whether an exemption is over. */
export function hasExpired(properties: JsonObject, nowMs: number): boolean {
  const expiresOn = textAt(properties, 'expiresOn');
  return expiresOn !== undefined && Date.parse(expiresOn) <= nowMs;
}

function put(context: SimContext, policies: PolicyObjects, request: ArmRequest): ArmReply {
  const id = idOf(request);
  checkPolicyScope(context, request);
  const properties = objectAt(readBody(request, exemptionShape, ['properties']), 'properties') ?? {};
  const assignmentId = textAt(properties, 'policyAssignmentId') ?? '';
  if (policies.assignments.get(assignmentId) === undefined) {
    throw armError(404, 'PolicyAssignmentNotFound', `The policy assignment '${assignmentId}' is not found.`);
  }
  const category = textAt(properties, 'exemptionCategory');
  if (category !== 'Waiver' && category !== 'Mitigated') {
    const message = `The exemption category '${category ?? ''}' is neither Waiver nor Mitigated.`;
    throw armError(400, 'InvalidPolicyExemption', message);
  }
  if (Number.isNaN(Date.parse(textAt(properties, 'expiresOn') ?? '2026-01-01'))) {
    throw armError(400, 'InvalidPolicyExemption', `The expiration '${String(properties.expiresOn)}' is no time.`);
  }
  const existing = policies.exemptions.get(id);
  const exemption: PolicyObject = existing ?? {
    ...newResource(context, request, id, type),
    scope: request.param('scope'),
    properties,
  };
  exemption.properties = properties;
  if (existing === undefined) policies.exemptions.set(exemption);
  else touch(context, exemption, request.principal);
  const status = existing === undefined ? 201 : 200;
  return { status, body: exemptionJson(exemption), resourceId: id, ...publishesAt(exemption.scope) };
}

function idOf(request: ArmRequest): string {
  return `${request.param('scope')}/providers/${type}/${request.param('name')}`;
}

function exemptionJson(exemption: PolicyObject): JsonObject {
  const { id, name, properties } = exemption;
  return { id, name, type, systemData: systemDataOf(exemption), properties };
}
