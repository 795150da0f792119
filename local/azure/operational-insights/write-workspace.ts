import { mergePatch, objectAt } from '../core/json.ts';
import { readBody } from '../core/request/read-body.ts';
import { locationOf, refuseOtherLocation } from '../core/store/location.ts';
import { checkPreconditions, newResource, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, JsonObject, SimContext } from '../core/types.ts';
import { applyIdentity } from '../identity/resource-identity.ts';
import { customerIdOf, usualProperties, type Workspace, type Workspaces, workspaceJson } from './workspace.ts';
import { checkWorkspace, workspaceShape } from './workspace-shape.ts';

const type = 'Microsoft.OperationalInsights/workspaces';
/** How long a workspace is `Creating`; no public source says how long. */
const makingMs = 10_000;

/**
 * Makes a workspace, or replaces what is known of one. A new one is `Creating` for some seconds: the answer has none of the
 * headers of an operation, clients read the workspace until it is made (Log Analytics REST API: 200, 201).
 */
export function putWorkspace(context: SimContext, workspaces: Workspaces, request: ArmRequest, id: string): ArmReply {
  const body = readBody(request, workspaceShape, ['location']);
  checkWorkspace(request.param('name'), body);
  const existing = workspaces.collection.get(id);
  refuseOtherLocation(existing, body, request.param('groupName'));
  checkPreconditions(request, existing);
  const workspace: Workspace = existing ?? {
    ...newResource(context, request, id, type),
    location: locationOf(body) ?? '',
    tags: undefined,
    identity: undefined,
    properties: {},
    customerId: customerIdOf(id),
    provisioningState: 'Creating',
  };
  const identity = objectAt(body, 'identity');
  workspace.tags = objectAt(body, 'tags');
  workspace.identity =
    identity === undefined ? workspace.identity : applyIdentity(context, id, workspace.identity, identity, 'replace');
  workspace.properties = mergePatch(existing?.properties ?? usualProperties, settable(body));
  if (existing === undefined) {
    workspaces.collection.set(workspace);
    const made = (): void => {
      workspace.provisioningState = 'Succeeded';
    };
    context.after(makingMs, `making of ${id}`, made, made);
  } else touch(context, workspace, request.principal);
  const status = existing === undefined ? 201 : 200;
  return { status, body: workspaceJson(context, workspace), resourceId: workspace.id };
}

export function patchWorkspace(context: SimContext, request: ArmRequest, workspace: Workspace): ArmReply {
  const body = readBody(request, workspaceShape);
  checkWorkspace(workspace.name, body);
  refuseOtherLocation(workspace, body, request.param('groupName'));
  workspace.tags = objectAt(body, 'tags') ?? workspace.tags;
  workspace.properties = mergePatch(workspace.properties, settable(body));
  touch(context, workspace, request.principal);
  return { status: 200, body: workspaceJson(context, workspace), resourceId: workspace.id };
}

/** Without what the service fills in. */
function settable(body: JsonObject): JsonObject {
  const {
    provisioningState: _state,
    customerId: _customer,
    createdDate: _created,
    modifiedDate: _modified,
    privateLinkScopedResources: _scopes,
    ...rest
  } = objectAt(body, 'properties') ?? {};
  return rest;
}
