import type { Touched } from '../domain/write/touched.ts';

/**
 * The steps that the first release knew, none of which named its service or what it touched. What those rows meant does
 * not change any more, so it stands here and not with the services, and this is the only code elsewhere that names one.
 */
const services: Readonly<Record<string, string>> = {
  attachIdentity: 'identity',
  associateDataCollectionRule: 'data-collection',
  installExtension: 'ama',
  removeExtension: 'ama',
};

/** A step that no such release had is nobody's; its row is read all the same. */
export function serviceOfFirstRelease(stepId: string): string {
  const [activity] = partsOf(stepId);
  return services[activity] ?? activity;
}

/** An extension of its making was named after its type, an association after its rule. */
export function touchesOfFirstRelease(stepId: string): Touched {
  const [activity, target] = partsOf(stepId);
  switch (activity) {
    case 'attachIdentity':
      return { part: 'identity', identityIds: [] };
    case 'associateDataCollectionRule':
      return { part: 'association', name: `assoc-${target}`, ruleId: '' };
    default:
      return { part: 'extension', name: target, publisher: 'Microsoft.Azure.Monitor', type: target };
  }
}

function partsOf(stepId: string): readonly [activity: string, target: string] {
  const [activity = '', ...rest] = stepId.split(':');
  return [activity, rest.join(':')];
}
