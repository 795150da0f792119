import { sameId } from '../core/store/arm-id.ts';
import { ResourceCollection, type StoredResource } from '../core/store/resource-collection.ts';

export interface Association extends StoredResource {
  /** The machine. */
  readonly scope: string;
  ruleId: string | undefined;
  endpointId: string | undefined;
  description: string | undefined;
}

/** The associations of all machines. */
export class Associations {
  readonly collection = new ResourceCollection<Association>();

  ofMachine(machineId: string): Association[] {
    return this.collection.childrenOf(machineId);
  }

  ofRule(ruleId: string): Association[] {
    return this.collection.all().filter((association) => sameId(association.ruleId ?? '', ruleId));
  }
}
