import { z } from 'zod';
import type { MachineRef } from '../domain/target/machine-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { Clock } from '../ports/ports.ts';
import { apiVersions } from './api-versions.ts';
import { AppTimeCache } from './app-time-cache.ts';
import type { ArmCaller } from './arm-caller.ts';
import { groupPath } from './arm-path.ts';
import { failureOfPart } from './map-error.ts';
import { parseReply } from './parse-reply.ts';
import { absentableText } from './reply-values.ts';

const groupSchema = z.object({ managedBy: absentableText });
const keptSeconds = 600;

type GroupRef = Pick<MachineRef, 'subscription' | 'resourceGroup'>;

/** Who manages the resource group, as its `managedBy` says; undefined when nobody does. */
export type GroupOwner = string | undefined;

/** Reads the owner of a machine's resource group, kept for ten minutes of app time; failures are not kept. */
export class GroupOwners {
  readonly #caller: ArmCaller;
  readonly #cache: AppTimeCache<PartOutcome<GroupOwner>>;

  constructor(caller: ArmCaller, clock: Clock) {
    this.#caller = caller;
    this.#cache = new AppTimeCache(clock);
  }

  async read(of: GroupRef): Promise<PartOutcome<GroupOwner>> {
    const path = groupPath(of.subscription, of.resourceGroup);
    return await this.#cache.get(
      path.toLowerCase(),
      async () => await this.#get(of, path),
      (outcome) => (outcome.kind === 'found' ? keptSeconds : 0),
    );
  }

  async #get(of: GroupRef, path: string): Promise<PartOutcome<GroupOwner>> {
    const answer = await this.#caller.call({
      client: 'compute',
      method: 'GET',
      path: `${path}?api-version=${apiVersions.resources}`,
      operation: 'Microsoft.Resources/subscriptions/resourceGroups/read',
      provider: 'Microsoft.Resources',
      access: 'read',
      subscription: of.subscription,
      target: undefined,
    });
    const group = parseReply('the resource group', groupSchema, answer);
    if (group.kind === 'failed') return { kind: 'failed', failure: failureOfPart('the resource group', group.failure) };
    const { managedBy } = group.value.body;
    return { kind: 'found', value: managedBy === '' ? undefined : managedBy };
  }
}
