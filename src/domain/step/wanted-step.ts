import type { StepId } from '../ids.ts';
import type { AnyServiceName } from '../service-name.ts';
import type { AzureWrite } from '../write/azure-write.ts';

/** What a step needs before it can be sent, and what it produces once it was. */
export type Need = 'identity' | 'extensionAbsent' | 'agentInModel' | ResourceNeed | SatisfiedNeed;

/** That a resource exists, by its lower-cased ARM id. */
export type ResourceNeed = `resource:${string}`;

/** That the service of this name found in this very look what it wants: no step produces it. */
export type SatisfiedNeed = `satisfied:${string}`;

/** A write that would bring the machine closer to its spec; the name travels, the body never does. */
export interface WantedStep {
  readonly id: StepId;
  /** The service that wants it. */
  readonly service: AnyServiceName;
  /** Why, in one line for the plan and the timeline. */
  readonly why: string;
  readonly write: AzureWrite;
  readonly needs: readonly Need[];
  readonly produces: readonly Need[];
  /** At most one exclusive step runs per look (extension operations). */
  readonly exclusive: boolean;
  /** The write makes what did not exist; only that is ever owned. */
  readonly creates: boolean;
  /** The token that code on the machine gets by default would change. */
  readonly changesDefaultToken: boolean;
}
