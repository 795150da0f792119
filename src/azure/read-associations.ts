import { z } from 'zod';
import type { AssociationFacts } from '../domain/machine/machine-facts.ts';
import type { MachineRef } from '../domain/target/machine-ref.ts';
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

/** The data collection rules and endpoints associated with a machine. */
export async function readAssociations(
  caller: ArmCaller,
  machine: MachineRef,
): Promise<PartOutcome<readonly AssociationFacts[]>> {
  return await readPages(
    caller,
    {
      client: 'monitor',
      method: 'GET',
      path: `${associationPath(machine)}?api-version=${apiVersions.monitor}`,
      operation: 'Microsoft.Insights/dataCollectionRuleAssociations/read',
      provider: 'Microsoft.Insights',
      access: 'read',
      subscription: machine.subscription,
      machine: machine.key,
    },
    associationSchema,
  );
}
