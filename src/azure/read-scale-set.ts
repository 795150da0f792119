import { z } from 'zod';
import type { PartOutcome } from '../ports/azure.ts';
import type { Clock } from '../ports/ports.ts';
import { apiVersions } from './api-versions.ts';
import { AppTimeCache } from './app-time-cache.ts';
import type { ArmCaller } from './arm-caller.ts';
import { failureOfPart } from './map-error.ts';
import { parseReply } from './parse-reply.ts';
import { absentableText, regionName, tagMap } from './reply-values.ts';
import type { ScaleSetRef } from './scale-set-id.ts';

const scaleSetSchema = z.object({ location: regionName, tags: tagMap, managedBy: absentableText });
const keptSeconds = 600;

/** What tells whose a scale set is. */
export interface ScaleSetReading {
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly managedBy: string | undefined;
}

/**
 * Reads the scale sets that Flexible instances are of, each kept for ten minutes of app time. Failures are not kept. A
 * set that is not found is a failure too: nobody knows then whose its instances are.
 */
export class ScaleSets {
  readonly #caller: ArmCaller;
  readonly #cache: AppTimeCache<PartOutcome<ScaleSetReading>>;

  constructor(caller: ArmCaller, clock: Clock) {
    this.#caller = caller;
    this.#cache = new AppTimeCache(clock);
  }

  async read(set: ScaleSetRef): Promise<PartOutcome<ScaleSetReading>> {
    return await this.#cache.get(
      set.path.toLowerCase(),
      async () => await this.#get(set),
      (outcome) => (outcome.kind === 'found' ? keptSeconds : 0),
    );
  }

  async #get({ path, subscription }: ScaleSetRef): Promise<PartOutcome<ScaleSetReading>> {
    const answer = await this.#caller.call({
      client: 'compute',
      method: 'GET',
      path: `${path}?api-version=${apiVersions.compute}`,
      operation: 'Microsoft.Compute/virtualMachineScaleSets/read',
      provider: 'Microsoft.Compute',
      access: 'read',
      subscription,
      target: undefined,
    });
    const set = parseReply('the scale set', scaleSetSchema, answer);
    if (set.kind === 'failed') return { kind: 'failed', failure: failureOfPart('the scale set', set.failure) };
    const { location, tags, managedBy } = set.value.body;
    return { kind: 'found', value: { region: location, tags, managedBy: managedBy === '' ? undefined : managedBy } };
  }
}
