import { comparableArmId } from '../arm-id.ts';
import { composeFinding } from '../findings/compose-finding.ts';
import type { Obstacle } from '../findings/finding.ts';
import { judgeStep } from '../findings/judge-step.ts';
import { stepIdSchema } from '../ids.ts';
import type { SubscriptionServiceName } from '../service-name.ts';
import { activityOf } from '../step/step-id.ts';
import type { ResourceNeed, WantedStep } from '../step/wanted-step.ts';
import { findResource, type ResourceFacts } from '../subscription/resource-facts.ts';
import type { SubscriptionFinding, SubscriptionInput } from '../subscription/subscription-service.ts';
import { resourceIdOf } from '../write/azure-write.ts';
import type { SharedResource } from '../write/shared-resource.ts';

/** One thing that the subscription shall have: how it is now, and the step that makes it. */
export interface SharedObject {
  /** Failed: it is there, and Azure says that its last change failed or was cancelled. */
  readonly state: 'present' | 'provisioning' | 'failed' | 'missing';
  readonly step: WantedStep;
  /** What it holds would be lost by a PUT: once it is there it is never written, whoever made it. */
  readonly holdsData?: true;
  /** What has to be decided by a person before it can be made. */
  readonly obstacle?: Obstacle;
}

export interface SharedStepParts {
  readonly service: SubscriptionServiceName;
  readonly activity: string;
  /** What it is for, as the step's name says it: a region, a code. */
  readonly on: string;
  readonly why: string;
  readonly resource: SharedResource;
  /** Ids of what must be there before. */
  readonly after: readonly string[];
}

export function needOf(resourceId: string): ResourceNeed {
  return `resource:${comparableArmId(resourceId)}`;
}

/** The step that makes a resource of the subscription. */
export function sharedStep(input: Pick<SubscriptionInput, 'facts'>, parts: SharedStepParts): WantedStep {
  const { service, activity, on, why, resource, after } = parts;
  return {
    id: stepIdSchema.parse(`${activity}:${on}`),
    service,
    why,
    write: { kind: 'putShared', target: input.facts.target, resource },
    needs: after.map(needOf),
    produces: [needOf(resource.resourceId)],
    exclusive: false,
    creates: true,
    changesDefaultToken: false,
  };
}

/**
 * What a service says of its objects: what is missing and may be tried is wanted, whatever holds up the others, and each
 * of those is heard all the same. What is there and failed is written again only where that was our own making. `there`: ids that its steps build on and that it sees in place.
 */
export function findObjects(
  input: SubscriptionInput,
  objects: readonly SharedObject[],
  there: readonly string[],
  detail?: string,
): SubscriptionFinding {
  const steps: WantedStep[] = [];
  const obstacles: Obstacle[] = [];
  for (const object of objects.filter(({ state }) => state !== 'present')) {
    const found = object.obstacle ?? obstacleOf(input, object);
    // A PUT on what is there makes nothing: whose it is stays as it was.
    if (found === undefined) steps.push(object.state === 'failed' ? { ...object.step, creates: false } : object.step);
    else obstacles.push(found);
  }
  const provides = there.map(needOf);
  const finding = composeFinding(steps, obstacles, detail);
  return finding.kind === 'wanted' || finding.kind === 'satisfied' ? { ...finding, provides } : finding;
}

function obstacleOf(input: SubscriptionInput, object: SharedObject): Obstacle | undefined {
  const { state, step } = object;
  if (state === 'provisioning') return { kind: 'provisioning', what: activityOf(step.id) };
  const judged = judgeStep(input, step.id);
  if (state !== 'failed' || judged?.kind === 'provisioning' || isOurs(input, object)) return judged;
  const resourceId = resourceIdOf(step.write);
  const said = findResource(input.facts.parts.resources ?? nothing, resourceId)?.provisioningState ?? 'Failed';
  return { kind: 'blocked', code: 'SharedObjectFailed', detail: `${resourceId} is there in state ${said}` };
}

const nothing: ResourceFacts = { rows: [], regions: [] };

/** Our own making of it failed, and it was not seen in place since: nobody can have put anything into it. */
function isOurs({ history }: SubscriptionInput, { step, holdsData }: SharedObject): boolean {
  const id = comparableArmId(resourceIdOf(step.write));
  const isOwned = history.owned.some(({ resourceId }) => comparableArmId(resourceId) === id);
  return holdsData !== true && isOwned && (history.steps[step.id]?.attempts ?? 0) > 0;
}
