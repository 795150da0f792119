import { listAt, objectAt, textAt } from '../core/json.ts';
import { ArmError, armError } from '../core/request/arm-error.ts';
import { readBody } from '../core/request/read-body.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import { locationOf, refuseOtherLocation } from '../core/store/location.ts';
import { newResource, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, JsonObject, SimContext } from '../core/types.ts';
import type { Workspaces } from '../operational-insights/workspace.ts';
import { type Solution, type Solutions, solutionJson } from './solution.ts';

const type = 'Microsoft.OperationsManagement/solutions';
const shape = {
  id: 'string',
  name: 'string',
  type: 'string',
  location: 'string',
  tags: { '*': 'string' },
  plan: { name: 'string', publisher: 'string', product: 'string', promotionCode: 'string' },
  properties: {
    workspaceResourceId: 'string',
    provisioningState: 'string',
    containedResources: ['string'],
    referencedResources: ['string'],
  },
} as const;

/**
 * Installs a solution. Its name is `<product>(<workspace>)`, and so is that of its plan; the workspace must be there.
 * Source: OperationsManagement 2015-11-01-preview, "Solutions - Create Or Update", and the templates of Defender for Cloud
 * (plan `OMSGallery/Security`). The words of the refusals are ours.
 */
export function putSolution(
  context: SimContext,
  parts: { readonly solutions: Solutions; readonly workspaces: Workspaces },
  request: ArmRequest,
  id: string,
): ArmReply {
  const { solutions, workspaces } = parts;
  const body = readBody(request, shape, ['location', 'plan', 'properties']);
  const workspaceId = textAt(objectAt(body, 'properties'), 'workspaceResourceId') ?? '';
  checkPlan(request.param('name'), objectAt(body, 'plan') ?? {}, parseArmId(workspaceId).name);
  const workspace = workspaces.collection.get(workspaceId);
  if (workspace === undefined) {
    throw armError(404, 'ResourceNotFound', `The workspace '${workspaceId}' of the solution was not found.`);
  }
  const existing = solutions.collection.get(id);
  refuseOtherLocation(existing, body, request.param('groupName'));
  const solution: Solution = existing ?? {
    ...newResource(context, request, id, type),
    location: locationOf(body) ?? '',
    tags: undefined,
    plan: {},
    workspaceId: workspace.id,
    containedResources: undefined,
    referencedResources: undefined,
  };
  const properties = objectAt(body, 'properties');
  solution.tags = objectAt(body, 'tags');
  solution.plan = objectAt(body, 'plan') ?? {};
  solution.containedResources = listAt(properties, 'containedResources');
  solution.referencedResources = listAt(properties, 'referencedResources');
  if (existing === undefined) solutions.collection.set(solution);
  else touch(context, solution, request.principal);
  const status = existing === undefined ? 201 : 200;
  return { status, body: solutionJson(solution), resourceId: solution.id };
}

function checkPlan(name: string, plan: JsonObject, workspaceName: string): void {
  const [, product, workspace] = /^([^()]+)\(([^()]+)\)$/.exec(name) ?? [];
  if (product === undefined || workspace?.toLowerCase() !== workspaceName.toLowerCase()) {
    throw invalid('name', `The solution name '${name}' is not of the form 'Product(${workspaceName})'.`);
  }
  if (textAt(plan, 'name')?.toLowerCase() !== name.toLowerCase()) {
    throw invalid('plan.name', `The plan name must be the name of the solution, '${name}'.`);
  }
  if (textAt(plan, 'publisher') !== 'Microsoft') return;
  if (textAt(plan, 'product')?.toLowerCase() !== `omsgallery/${product.toLowerCase()}`) {
    throw invalid('plan.product', `The product of the plan must be 'OMSGallery/${product}'.`);
  }
}

function invalid(target: string, message: string): ArmError {
  return new ArmError(400, { code: 'InvalidParameter', message, target });
}
