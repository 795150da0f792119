import type { Touched } from '../domain/write/touched.ts';

/** What a step of the first release does not tell of itself. */
interface Told {
  readonly service: string;
  readonly touches: Touched;
}

/**
 * The steps that the first release knew, none of which named its service or what it touched: an extension of its making
 * was named after its type, an association after its rule. Undefined for every other, which nobody may guess at. What
 * those rows meant does not change any more, so it stands here and not with the services, and this is the only code
 * elsewhere that names one.
 */
export function stepOfFirstRelease(stepId: string): Told | undefined {
  const [activity = '', ...rest] = stepId.split(':');
  const target = rest.join(':');
  switch (activity) {
    case 'attachIdentity':
      return { service: 'identity', touches: { part: 'identity', identityIds: [] } };
    case 'associateDataCollectionRule':
      return { service: 'data-collection', touches: { part: 'association', name: `assoc-${target}`, ruleId: '' } };
    case 'installExtension':
    case 'removeExtension': {
      const touches: Touched = { part: 'extension', name: target, publisher: 'Microsoft.Azure.Monitor', type: target };
      return { service: 'ama', touches };
    }
    default:
      return undefined;
  }
}
