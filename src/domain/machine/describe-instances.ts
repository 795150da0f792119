import type { InstanceFacts } from './machine-facts.ts';

/** Characters of what a handler says, and instances that are named. */
const mostOfMessage = 200;
const mostNamed = 5;

/** The instances of a Uniform scale set by how far they are. */
export interface SortedInstances {
  /** They have the model, and where they report, what it brings works on them. */
  readonly current: readonly InstanceFacts[];
  /** They have the model, and Azure or a handler is still at it. */
  readonly working: readonly InstanceFacts[];
  /** They have the model, and a handler failed on them. */
  readonly failed: readonly InstanceFacts[];
  /** They lack the model. */
  readonly behind: readonly InstanceFacts[];
  /** They lack the model and are protected from the set's actions, so nobody brings it to them. */
  readonly leftAlone: readonly InstanceFacts[];
}

const workingStates = ['creating', 'updating', 'deleting'];

/**
 * Sorts them by what each shows. An instance that reports must show that the extension succeeded; one that is off, or whose
 * guest agent is not ready, cannot, and its model has to do.
 * @param extension name of the extension that each shall have; undefined: none
 */
export function sortInstances(instances: readonly InstanceFacts[], extension: string | undefined): SortedInstances {
  const sorted = { current: [], working: [], failed: [], behind: [], leftAlone: [] } satisfies Record<string, never[]>;
  const into: { readonly [K in keyof SortedInstances]: InstanceFacts[] } = sorted;
  for (const instance of instances) into[placeOf(instance, extension)].push(instance);
  return into;
}

function placeOf(instance: InstanceFacts, extension: string | undefined): keyof SortedInstances {
  if (!instance.hasModel) return instance.isProtected ? 'leftAlone' : 'behind';
  const isWorkedOn = workingStates.includes(instance.provisioningState.toLowerCase());
  const reported = extension === undefined ? undefined : reportOf(instance, extension);
  if (reported !== undefined && /^provisioningstate\/failed\b/i.test(reported))
    return isWorkedOn ? 'working' : 'failed';
  if (isWorkedOn) return 'working';
  if (extension === undefined || !instance.reports) return 'current';
  return /^provisioningstate\/succeeded\b/i.test(reported ?? '') ? 'current' : 'working';
}

function reportOf({ extensions }: InstanceFacts, extension: string): string | undefined {
  return extensions.find(({ name }) => name.toLowerCase() === extension.toLowerCase())?.statusCode;
}

/** `47 of 50 instances current, 3 protected from actions`. */
export function describeInstances(instances: readonly InstanceFacts[], extension: string | undefined): string {
  const { current } = sortInstances(instances, extension);
  const isProtected = instances.filter((instance) => instance.isProtected).length;
  return `${current.length} of ${instances.length} instances current, ${isProtected} protected from actions`;
}

/** What Azure tells of them alone, whatever works on them: `49 of 50 instances have the model`. */
export function describeModel(instances: readonly InstanceFacts[]): string {
  return `${instances.filter(({ hasModel }) => hasModel).length} of ${instances.length} instances have the model`;
}

/** Which of them, and what the first says: `20, 21: Enable failed`. */
export function nameInstances(instances: readonly InstanceFacts[], extension: string | undefined): string {
  const ids = instances.slice(0, mostNamed).map(({ id }) => id);
  const more = instances.length - ids.length;
  const messages = instances.flatMap(({ extensions }) =>
    extensions.flatMap(({ name, message }) =>
      message !== undefined && name.toLowerCase() === extension?.toLowerCase() ? [message.slice(0, mostOfMessage)] : [],
    ),
  );
  const [message] = messages;
  return `${ids.join(', ')}${more > 0 ? ` and ${more} more` : ''}${message === undefined ? '' : `: ${message}`}`;
}
