import { z } from 'zod';
import { isSameName } from '../domain/ids.ts';
import type { DefenderFacts, PlanFacts } from '../domain/subscription/defender-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmAnswer, ArmCaller } from './arm-caller.ts';
import { defenderCall } from './defender-call.ts';
import { parseReply } from './parse-reply.ts';
import { readPages } from './read-pages.ts';
import { absentable, absentableText } from './reply-values.ts';

const planSchema = z
  .object({
    properties: z.object({
      resourcesCoverageStatus: absentableText,
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
  .transform(
    ({ properties: { extensions, resourcesCoverageStatus: coverage, ...plan } }): PlanFacts => ({
      ...plan,
      coverage,
      extensions: extensions ?? [],
    }),
  );

const endpointSettings = ['WDATP', 'WDATP_UNIFIED_SOLUTION', 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW'] as const;

/**
 * A setting of Defender for Endpoint that is listed without its value is half a reply: what is not listed counts as on, so an
 * unknown one would too.
 */
const settingSchema = z
  .object({ name: z.string().min(1), properties: absentable(z.object({ enabled: absentable(z.boolean()) })) })
  .transform(({ name: shown, properties }, context) => {
    const name = endpointSettings.find((one) => isSameName(one, shown));
    const enabled = properties?.enabled;
    if (name === undefined || enabled !== undefined) return { name: name ?? shown, enabled };
    context.addIssue({ code: 'custom', message: `${name} is listed without properties.enabled` });
    return z.NEVER;
  });

/** The plan in the body of an answer; undefined where it shows none. */
export function parseDefenderPlan(body: unknown): PlanFacts | undefined {
  return planSchema.safeParse(body).data;
}

/** The plan of Defender for Servers. */
export async function readDefenderPlan(caller: ArmCaller, target: TargetRef): Promise<PartOutcome<PlanFacts>> {
  const parsed = parseReply('Microsoft.Security/pricings/read', planSchema, await callPlan(caller, target));
  return parsed.kind === 'failed' ? parsed : { kind: 'found', value: parsed.value.body };
}

/**
 * Only 2026-07-01 and the previews before it tell who manages the plan (`managedBy`). A cloud that does not have that
 * version yet answers 400, and is asked as plans are written: 2024-01-01.
 */
async function callPlan(caller: ArmCaller, target: TargetRef): Promise<ArmAnswer> {
  const ask = async (apiVersion: string): Promise<ArmAnswer> =>
    await caller.call(defenderCall(target, 'pricings/VirtualMachines', 'pricings', apiVersion));
  const answer = await ask(apiVersions.pricingsRead);
  const isRefused = answer.kind === 'failed' && answer.failure.source === 'http' && answer.failure.status === 400;
  return isRefused ? await ask(apiVersions.pricings) : answer;
}

/** The settings of Defender for Cloud, out of their list: `enabled` by name (2022-05-01). */
export async function readDefenderSettings(
  caller: ArmCaller,
  target: TargetRef,
): Promise<PartOutcome<DefenderFacts['settings']>> {
  const call = defenderCall(target, 'settings', 'settings', apiVersions.securitySettings);
  const settings = await readPages(caller, call, settingSchema);
  if (settings.kind === 'failed') return settings;
  const known = settings.value.flatMap(({ name, enabled }) =>
    enabled === undefined ? [] : [[name, enabled] as const],
  );
  return { kind: 'found', value: Object.fromEntries(known) };
}
