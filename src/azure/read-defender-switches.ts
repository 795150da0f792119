import { z } from 'zod';
import { isSameName } from '../domain/ids.ts';
import type { AutoProvisioningFacts, VulnerabilityAssessmentFacts } from '../domain/subscription/defender-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCaller } from './arm-caller.ts';
import { defenderCall } from './defender-call.ts';
import { readPages } from './read-pages.ts';
import { absentable, absentableText } from './reply-values.ts';

const assessments = 'serverVulnerabilityAssessmentsSettings';
const providerSchema = z.object({
  name: absentableText,
  properties: absentable(z.object({ selectedProvider: absentableText })),
});

/** From the list, which is empty where nobody has chosen a provider (Defender for Cloud REST API, 2023-05-01). */
export async function readVulnerabilityAssessment(
  caller: ArmCaller,
  target: TargetRef,
): Promise<PartOutcome<VulnerabilityAssessmentFacts>> {
  const call = defenderCall(target, assessments, assessments, apiVersions.serverVulnerabilityAssessments);
  const listed = await readPages(caller, call, providerSchema);
  if (listed.kind === 'failed') return listed;
  const found = listed.value.find(({ name }) => isSameName(name ?? '', 'azureServersSetting'));
  return { kind: 'found', value: { selectedProvider: found?.properties?.selectedProvider } };
}

const provisioning = 'autoProvisioningSettings';
const switchSchema = z.object({ name: absentableText, properties: z.object({ autoProvision: z.string().min(1) }) });

/** Off where the list has no switch named `default` (Defender for Cloud REST API, 2017-08-01-preview). */
export async function readAutoProvisioning(
  caller: ArmCaller,
  target: TargetRef,
): Promise<PartOutcome<AutoProvisioningFacts>> {
  const call = defenderCall(target, provisioning, provisioning, apiVersions.autoProvisioning);
  const listed = await readPages(caller, call, switchSchema);
  if (listed.kind === 'failed') return listed;
  const found = listed.value.find(({ name }) => isSameName(name ?? '', 'default'));
  return { kind: 'found', value: { autoProvision: found?.properties.autoProvision ?? 'Off' } };
}
