import { z } from 'zod';
import type { ConnectorFacts } from '../domain/connectors/connector-facts.ts';
import { isSameName } from '../domain/ids.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCaller } from './arm-caller.ts';
import { defenderCall } from './defender-call.ts';
import { readPages } from './read-pages.ts';
import { absentable, absentableText } from './reply-values.ts';

const provisioning = absentable(z.object({ enabled: absentable(z.boolean()) }));

const offering = z.object({
  offeringType: absentableText,
  subPlan: absentable(z.object({ type: absentableText })),
  arcAutoProvisioning: provisioning,
  mdeAutoProvisioning: provisioning,
});

const connectorSchema = z
  .object({
    id: z.string().min(1),
    properties: absentable(
      z.object({
        environmentName: absentableText,
        hierarchyIdentifier: absentableText,
        offerings: absentable(z.array(offering)),
      }),
    ),
  })
  .transform(({ id, properties }): ConnectorFacts | undefined => {
    const cloud = (['AWS', 'GCP'] as const).find((one) => isSameName(one, properties?.environmentName ?? ''));
    if (cloud === undefined) return undefined;
    const servers = properties?.offerings?.find(({ offeringType }) =>
      isSameName(offeringType ?? '', `DefenderForServers${cloud}`),
    );
    return {
      ...{ id, cloud, account: properties?.hierarchyIdentifier },
      plan: (['P1', 'P2'] as const).find((plan) => isSameName(plan, servers?.subPlan?.type ?? '')),
      connectsMachines: servers?.arcAutoProvisioning?.enabled ?? false,
      providesEndpoint: servers?.mdeAutoProvisioning?.enabled ?? false,
    };
  });

/** Connectors to AWS and GCP; those to code repositories and registries have no machines (specification of 2024-08-01-preview). */
export async function readConnectors(
  caller: ArmCaller,
  target: TargetRef,
): Promise<PartOutcome<readonly ConnectorFacts[]>> {
  const type = 'securityConnectors';
  const call = defenderCall(target, type, type, apiVersions.securityConnectors);
  const listed = await readPages(caller, call, connectorSchema);
  if (listed.kind === 'failed') return listed;
  return { kind: 'found', value: listed.value.filter((one) => one !== undefined) };
}
