import { z } from 'zod';
import type { ProviderFacts } from '../domain/subscription/provider-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCaller } from './arm-caller.ts';
import { readPages } from './read-pages.ts';

const providerSchema = z.object({ namespace: z.string().min(1), registrationState: z.string().min(1) });

/** Where the registration of each resource provider stands (Azure REST API, Providers - List): one read for all. */
export async function readProviders(caller: ArmCaller, target: TargetRef): Promise<PartOutcome<ProviderFacts>> {
  const operation = 'Microsoft.Resources/subscriptions/providers/read';
  const read = await readPages(
    caller,
    {
      client: 'compute',
      method: 'GET',
      path: `${target.resourceId}/providers?api-version=${apiVersions.providers}`,
      operation,
      provider: 'Microsoft.Resources',
      access: 'read',
      subscription: target.subscription,
      target: target.key,
    },
    providerSchema,
  );
  if (read.kind === 'failed') return read;
  const states = read.value.map(({ namespace, registrationState }) => [namespace.toLowerCase(), registrationState]);
  return { kind: 'found', value: Object.fromEntries(states) };
}
