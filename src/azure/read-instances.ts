import { z } from 'zod';
import type { InstanceFacts } from '../domain/machine/machine-facts.ts';
import { redact } from '../domain/redact.ts';
import { isWatchedHandler } from '../domain/services/all-services.ts';
import type { MachineRef } from '../domain/target/machine-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCaller } from './arm-caller.ts';
import { machinePath } from './arm-path.ts';
import { codesOf, instanceViewSchema, isAgentReady } from './map-virtual-machine.ts';
import { powerOf } from './power.ts';
import { readPages } from './read-pages.ts';
import { absentable } from './reply-values.ts';

const instanceSchema = z.object({
  instanceId: z.string().min(1),
  properties: z.object({
    latestModelApplied: absentable(z.boolean()),
    provisioningState: z.string(),
    protectionPolicy: absentable(z.object({ protectFromScaleSetActions: absentable(z.boolean()) })),
    instanceView: absentable(instanceViewSchema),
  }),
});

/** Characters kept of what a handler reports: one of a thousand instances may say it. */
const longestReport = 300;

/** The instances of a Uniform scale set, with what each reports; all of them, or a failure. */
export async function readInstances(
  caller: ArmCaller,
  machine: MachineRef,
): Promise<PartOutcome<readonly InstanceFacts[]>> {
  const read = await readPages(
    caller,
    {
      client: 'compute',
      method: 'GET',
      path: `${machinePath(machine)}/virtualMachines?$expand=instanceView&api-version=${apiVersions.compute}`,
      operation: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read',
      provider: 'Microsoft.Compute',
      access: 'read',
      subscription: machine.subscription,
      target: machine.key,
    },
    instanceSchema,
  );
  return read.kind === 'failed' ? read : { kind: 'found', value: read.value.map(mapInstance) };
}

/** What Azure does not tell of is not believed: an instance without `latestModelApplied` lacks the model. */
function mapInstance({ instanceId, properties }: z.output<typeof instanceSchema>): InstanceFacts {
  const { latestModelApplied, provisioningState, protectionPolicy, instanceView } = properties;
  return {
    id: instanceId,
    hasModel: latestModelApplied === true,
    isProtected: protectionPolicy?.protectFromScaleSetActions === true,
    provisioningState,
    reports: powerOf(codesOf(instanceView)) === 'running' && isAgentReady(instanceView),
    extensions: (instanceView?.extensions ?? []).flatMap(({ name, type, typeHandlerVersion, statuses }) => {
      if (name === undefined || (type !== undefined && !isWatchedHandler(type))) return [];
      const last = statuses.at(-1);
      const message = last?.message === undefined ? undefined : redact(last.message, longestReport);
      return [{ name, installedVersion: typeHandlerVersion, statusCode: last?.code, message }];
    }),
  };
}
