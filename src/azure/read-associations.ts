import { z } from 'zod';
import { isUnregistered } from '../domain/failures/is-unregistered.ts';
import type { AssociationFacts } from '../domain/machine/machine-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCaller } from './arm-caller.ts';
import { associationPath } from './arm-path.ts';
import { readPages } from './read-pages.ts';
import { absentableText } from './reply-values.ts';

const associationSchema = z
  .object({
    name: z.string().min(1),
    properties: z.object({ dataCollectionRuleId: absentableText, dataCollectionEndpointId: absentableText }),
  })
  .transform(
    ({ name, properties }): AssociationFacts => ({
      name,
      ruleId: properties.dataCollectionRuleId,
      endpointId: properties.dataCollectionEndpointId,
    }),
  );

/** The data collection rules and endpoints associated with a target; none where the provider is not registered. */
export async function readAssociations(
  caller: ArmCaller,
  target: TargetRef,
): Promise<PartOutcome<readonly AssociationFacts[]>> {
  const listed = await readPages(
    caller,
    {
      client: 'monitor',
      method: 'GET',
      path: `${associationPath(target)}?api-version=${apiVersions.monitor}`,
      operation: 'Microsoft.Insights/dataCollectionRuleAssociations/read',
      provider: 'Microsoft.Insights',
      access: 'read',
      subscription: target.subscription,
      target: target.key,
    },
    associationSchema,
  );
  return listed.kind === 'failed' && isUnregistered(listed.failure) ? { kind: 'found', value: [] } : listed;
}
