import { z } from 'zod';
import { isCompared } from '../domain/coexistence/keep-policies.ts';
import type { PolicyAssignment, PolicyExemption, PolicySelector } from '../domain/coexistence/policy-reading.ts';
import { isSameName } from '../domain/ids.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome, PolicyObjects } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCall, ArmCaller } from './arm-caller.ts';
import { authorizationCall } from './authorization-call.ts';
import { readPages } from './read-pages.ts';
import { absentable, absentableText, azureTime } from './reply-values.ts';

const texts = absentable(z.array(z.string()));
const textsOrNone = texts.transform((list) => list ?? []);

const selector = z
  .object({ kind: absentableText, in: texts, notIn: texts })
  .transform(({ kind, ...named }): PolicySelector => ({ kind: kind ?? '', ...named }));
const selectors = absentable(z.array(selector)).transform((list) => list ?? []);
const resourceSelectors = absentable(z.array(z.object({ selectors }))).transform((list) =>
  (list ?? []).map((one) => one.selectors),
);

/** Only values that can be compared: others decide nothing that we know of. */
const parameters = absentable(z.record(z.string(), z.object({ value: z.unknown() }))).transform((all) =>
  Object.fromEntries(
    Object.entries(all ?? {}).flatMap(([name, { value }]) =>
      typeof value === 'string' || typeof value === 'boolean' ? [[name, value]] : [],
    ),
  ),
);

const overrides = absentable(z.array(z.object({ kind: absentableText, value: absentableText, selectors }))).transform(
  (list) =>
    (list ?? []).flatMap(({ kind, value, selectors: all }) =>
      isSameName(kind ?? '', 'policyEffect') && value !== undefined ? [{ effect: value, selectors: all }] : [],
    ),
);

const marker = '/providers/microsoft.authorization/';

/** What an object of Azure Policy is written at: its id up to its own provider. */
function scopeOf(id: string): string {
  return id.slice(0, Math.max(0, id.toLowerCase().lastIndexOf(marker)));
}

const assignment = z
  .object({
    id: z.string().min(1),
    properties: z.object({
      policyDefinitionId: z.string(),
      scope: absentableText,
      notScopes: textsOrNone,
      enforcementMode: absentableText,
      parameters,
      overrides,
      resourceSelectors,
    }),
  })
  .transform(
    ({ id, properties: { policyDefinitionId, scope, enforcementMode, ...rest } }): PolicyAssignment => ({
      id,
      definition: policyDefinitionId.slice(policyDefinitionId.lastIndexOf('/') + 1).toLowerCase(),
      scope: scope ?? scopeOf(id),
      mode: enforcementMode ?? 'Default',
      ...rest,
    }),
  );

const exemption = z
  .object({
    id: z.string().min(1),
    properties: z.object({
      policyAssignmentId: z.string(),
      policyDefinitionReferenceIds: textsOrNone,
      expiresOn: absentable(azureTime),
      resourceSelectors,
    }),
  })
  .transform(
    ({ id, properties: { policyAssignmentId, policyDefinitionReferenceIds, ...rest } }): PolicyExemption => ({
      assignmentId: policyAssignmentId,
      scope: scopeOf(id),
      references: policyDefinitionReferenceIds,
      ...rest,
    }),
  );

/**
 * Everything that is assigned to a subscription, from above it and in it, and every exemption where something of it is known
 * to us: one list or two. Without a filter
 * they show also what the management groups above bring, which only needs rights on the subscription (Azure Policy REST
 * API, "Policy Assignments - List" and "Policy Exemptions - List").
 */
export async function readPolicies(caller: ArmCaller, target: TargetRef): Promise<PartOutcome<PolicyObjects>> {
  const assignments = await readPages(caller, callOf(target, 'policyAssignments'), assignment);
  if (assignments.kind === 'failed') return assignments;
  if (!assignments.value.some(isCompared)) {
    return { kind: 'found', value: { assignments: assignments.value, exemptions: [] } };
  }
  const exemptions = await readPages(caller, callOf(target, 'policyExemptions'), exemption);
  if (exemptions.kind === 'failed') return exemptions;
  return { kind: 'found', value: { assignments: assignments.value, exemptions: exemptions.value } };
}

function callOf(target: TargetRef, type: 'policyAssignments' | 'policyExemptions'): ArmCall {
  return authorizationCall(target, target.resourceId, type, apiVersions[type]);
}
