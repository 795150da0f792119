import { z } from 'zod';
import type { DefenderFacts, PlanFacts } from '../domain/subscription/defender-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCall, ArmCaller } from './arm-caller.ts';
import { parseReply } from './parse-reply.ts';
import { readPages } from './read-pages.ts';
import { absentable, absentableText } from './reply-values.ts';

const planSchema = z
  .object({
    properties: z.object({
      pricingTier: z.string().min(1),
      subPlan: absentableText,
      enforce: absentableText,
      managedBy: absentableText,
      extensions: absentable(
        z.array(
          z.object({
            name: z.string().min(1),
            isEnabled: z.string(),
            additionalExtensionProperties: absentable(z.record(z.string(), z.unknown())),
            operationStatus: absentable(z.object({ code: z.string(), message: absentableText })),
          }),
        ),
      ),
    }),
  })
  .transform(({ properties: { extensions, ...plan } }): PlanFacts => ({ ...plan, extensions: extensions ?? [] }));

const settingSchema = z.object({
  name: z.string().min(1),
  properties: absentable(z.object({ enabled: absentable(z.boolean()) })),
});

/** The plan of Defender for Servers (pricings 2024-01-01) and the settings of Defender for Cloud (2022-05-01). */
export async function readDefender(caller: ArmCaller, target: TargetRef): Promise<PartOutcome<DefenderFacts>> {
  const [plan, settings] = await Promise.all([
    caller.call(callOf(target, 'pricings/VirtualMachines', 'pricings', apiVersions.pricings)),
    readPages(caller, callOf(target, 'settings', 'settings', apiVersions.securitySettings), settingSchema),
  ]);
  const parsed = parseReply('Microsoft.Security/pricings/read', planSchema, plan);
  if (parsed.kind === 'failed') return parsed;
  if (settings.kind === 'failed') return settings;
  const known = settings.value.flatMap(({ name, properties }) =>
    properties?.enabled === undefined ? [] : [[name, properties.enabled] as const],
  );
  return { kind: 'found', value: { plan: parsed.value.body, settings: Object.fromEntries(known) } };
}

function callOf({ resourceId, subscription, key }: TargetRef, path: string, type: string, apiVersion: string): ArmCall {
  return {
    client: 'security',
    method: 'GET',
    path: `${resourceId}/providers/Microsoft.Security/${path}?api-version=${apiVersion}`,
    operation: `Microsoft.Security/${type}/read`,
    provider: 'Microsoft.Security',
    access: 'read',
    subscription,
    target: key,
  };
}
