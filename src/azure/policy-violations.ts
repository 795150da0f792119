import { z } from 'zod';
import { comparableArmId } from '../domain/arm-id.ts';
import type { PolicyViolation } from '../domain/failures/policy-violation.ts';
import { messageLimit, redact } from '../domain/redact.ts';

const text = z
  .string()
  .transform((value) => redact(value, messageLimit))
  .pipe(z.string().min(1))
  .optional()
  .catch(undefined);

/** Azure docs, "Resolve errors for request disallowed by policy" and "Azure Policy evaluation details". */
const additionalSchema = z.object({
  type: z.string().regex(/^PolicyViolation$/i),
  info: z.object({
    policyDefinitionDisplayName: text,
    policyDefinitionName: text,
    policyDefinitionId: text,
    policyAssignmentDisplayName: text,
    policyAssignmentName: text,
    policyAssignmentId: text,
  }),
});

/** In the message, where no assignment has a text of its own for who violates it (same page). */
const namedSchema = z.object({ name: text, id: text }).optional().catch(undefined);
const identifiersSchema = z.array(z.object({ policyAssignment: namedSchema, policyDefinition: namedSchema }));

/** The assignments that refused, as far as an error names them; whatever of it cannot be read is left out. */
export function policyViolationsOf(
  errors: readonly { readonly message: string; readonly additionalInfo: readonly unknown[] }[],
): readonly PolicyViolation[] {
  const found = errors.flatMap(({ message, additionalInfo }) => {
    const added = additionalInfo.flatMap(violationIn);
    return added.length > 0 ? added : identifiersIn(message);
  });
  const named = found.filter((one) => Object.values(one).some((value) => value !== undefined));
  return [...new Map(named.map((one) => [keyOf(one), one])).values()];
}

/** An outer error names what an inner one names too. */
function keyOf({ policy, policyId, assignment, assignmentId }: PolicyViolation): string {
  return [policyId ?? policy, assignmentId ?? assignment].map((one) => comparableArmId(one ?? '')).join(' ');
}

function violationIn(entry: unknown): readonly PolicyViolation[] {
  const parsed = additionalSchema.safeParse(entry);
  if (!parsed.success) return [];
  const { info } = parsed.data;
  return [
    {
      policy: info.policyDefinitionDisplayName ?? info.policyDefinitionName,
      policyId: info.policyDefinitionId,
      assignment: info.policyAssignmentDisplayName ?? info.policyAssignmentName,
      assignmentId: info.policyAssignmentId,
    },
  ];
}

function identifiersIn(message: string): readonly PolicyViolation[] {
  const [, json = ''] = /Policy identifiers: '(\[.*\])'/s.exec(message) ?? [];
  const parsed = identifiersSchema.safeParse(jsonOf(json));
  return (parsed.data ?? []).map(({ policyAssignment, policyDefinition }) => ({
    policy: policyDefinition?.name,
    policyId: policyDefinition?.id,
    assignment: policyAssignment?.name,
    assignmentId: policyAssignment?.id,
  }));
}

/** Undefined for what is no JSON. */
export function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
