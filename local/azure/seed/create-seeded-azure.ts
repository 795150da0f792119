import { createLocalAzure, type LocalAzure, type LocalAzureOptions } from '../local-azure.ts';
import { applySeed, type SeededTenant, subscriptionsOf } from './apply-seed.ts';
import type { Seed } from './seed-schema.ts';

export interface SeededAzure {
  readonly azure: LocalAzure;
  readonly tenant: SeededTenant;
}

/** A local Azure that is filled with a seed, also again after each reset. */
export async function createSeededAzure(
  options: Omit<LocalAzureOptions, 'subscriptions' | 'afterReset'>,
  seed: Seed,
): Promise<SeededAzure> {
  const azure = createLocalAzure({
    ...options,
    subscriptions: subscriptionsOf(seed),
    afterReset: async (again) => {
      await applySeed(again, seed);
    },
  });
  return { azure, tenant: await applySeed(azure, seed) };
}
