import { whyUnavailable } from '../cloud/is-available.ts';
import type { ResourceFacts } from '../subscription/resource-facts.ts';
import { defaultGroupIdOf, solutionIdOf } from '../subscription/shared-names.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { judgeNamedWorkspace } from './named-workspace.ts';
import { type CodeInUse, codesInUse, defaultWorkspaceOf } from './regions-by-code.ts';
import { defaultGroup } from './shared-group.ts';
import { findObjects, type SharedObject, sharedStep } from './shared-object.ts';
import { stateOf, tagsOf, thereOf } from './shared-state.ts';
import { type SolutionProduct, solutionOfPlan } from './solution-of-plan.ts';

const service = 'workspaces';

/**
 * The default workspace of each region that has machines, as Defender for Cloud makes it, with the solution of the plan.
 * A workspace that fleet.json names is somebody else's: it is read, and told of.
 */
export const workspacesService: SubscriptionService = {
  name: service,
  activities: ['createWorkspaceGroup', 'createWorkspace', 'addSolution'],
  find,
};

function find(input: SubscriptionInput): SubscriptionFinding {
  const { spec, facts, cloud } = input;
  if (spec.workspace === 'none') return { kind: 'not-applicable', reason: 'fleet.json wants no workspace' };
  if (spec.workspace !== 'default') return judgeNamedWorkspace(input, spec.workspace.id);
  const lacking = whyUnavailable(cloud, 'defaultWorkspacePipeline');
  if (lacking !== undefined) return { kind: 'not-applicable', reason: lacking };
  const { resources } = facts.parts;
  if (resources === undefined) return { kind: 'not-read', needs: 'resources' };
  const codes = codesInUse(resources.regions);
  if (codes.length === 0) return { kind: 'satisfied', detail: 'no region has machines' };
  const product = solutionOfPlan(input);
  if (product === 'not-read') return { kind: 'not-read', needs: 'defender' };
  const { subscription } = facts.target;
  const there = codes.flatMap((code) => {
    const { id } = defaultWorkspaceOf(resources, subscription, code);
    return [defaultGroupIdOf(subscription, code.regions[0]), id, solutionIdOf(id, product)];
  });
  return findObjects(
    input,
    codes.flatMap((code) => objectsOf(input, resources, code, product)),
    thereOf(resources, there),
  );
}

function objectsOf(
  input: SubscriptionInput,
  resources: ResourceFacts,
  code: CodeInUse,
  product: SolutionProduct,
): readonly SharedObject[] {
  return [
    groupOf(input, resources, code),
    workspaceOf(input, resources, code),
    solutionOf(input, resources, code, product),
  ];
}

function groupOf(input: SubscriptionInput, resources: ResourceFacts, code: CodeInUse): SharedObject {
  const why = `make the resource group DefaultResourceGroup-${code.code}`;
  return defaultGroup(input, resources, code, { service, activity: 'createWorkspaceGroup', why });
}

/** The body of the built-in policy ASC_AMA_DefaultPipeline_DINE 5.2.1; its SKU is the one that it asks for. */
function workspaceOf(input: SubscriptionInput, resources: ResourceFacts, code: CodeInUse): SharedObject {
  const { spec, facts } = input;
  const { id, location } = defaultWorkspaceOf(resources, facts.target.subscription, code);
  const properties = { sku: { name: 'pernode' }, retentionInDays: 30, features: { searchVersion: 1 } };
  const step = sharedStep(input, {
    service,
    activity: 'createWorkspace',
    on: code.code,
    why: `make the workspace ${id.slice(id.lastIndexOf('/') + 1)}`,
    resource: {
      type: 'Microsoft.OperationalInsights/workspaces',
      resourceId: id,
      body: { location, properties, ...tagsOf(spec.tags) },
    },
    after: [defaultGroupIdOf(facts.target.subscription, code.regions[0])],
  });
  return { state: stateOf(resources, id), step, holdsData: true };
}

/** The body of the same policy (Microsoft.OperationsManagement/solutions 2015-11-01-preview). */
function solutionOf(
  input: SubscriptionInput,
  resources: ResourceFacts,
  code: CodeInUse,
  product: SolutionProduct,
): SharedObject {
  const workspace = defaultWorkspaceOf(resources, input.facts.target.subscription, code);
  const resourceId = solutionIdOf(workspace.id, product);
  const name = resourceId.slice(resourceId.lastIndexOf('/') + 1);
  const step = sharedStep(input, {
    service,
    activity: 'addSolution',
    on: code.code,
    why: `add the solution ${product} to the workspace of ${code.code}`,
    resource: {
      type: 'Microsoft.OperationsManagement/solutions',
      resourceId,
      body: {
        location: workspace.location,
        plan: { name, publisher: 'Microsoft', product: `OMSGallery/${product}`, promotionCode: '' },
        properties: { workspaceResourceId: workspace.id },
        ...tagsOf(input.spec.tags),
      },
    },
    after: [workspace.id],
  });
  return { state: stateOf(resources, resourceId), step };
}
