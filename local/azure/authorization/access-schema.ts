import { z } from 'zod';
import { principalNames } from '../core/request/principals.ts';

const scopeSchema = z
  .string()
  .regex(
    /^\/(?:subscriptions|providers\/Microsoft\.Management\/managementGroups)\/[^/]+/i,
    'must be an ARM id that starts with /subscriptions/, or that of a management group',
  );
const principalSchema = z.enum(principalNames);
/** Globs on operations, for example `Microsoft.Compute/virtualMachines/**`. */
const actionsSchema = z.array(z.string().min(1).max(200)).min(1).max(50);

/** One rule of who may do what; entries of `POST /_sim/access`. */
export const accessRuleSchema = z.discriminatedUnion('kind', [
  /** What a principal may do in the scope (`/` is everywhere). With one such rule it may do nothing that none lists. */
  z.strictObject({
    kind: z.literal('role'),
    principal: principalSchema,
    scope: z.union([scopeSchema, z.literal('/')]).default('/'),
    /** Actions as they are checked, without regard to case; no globs. */
    actions: z.array(z.string().min(1).max(200)).max(500),
  }),
  /** A principal has no role for these actions in the scope (403 AuthorizationFailed). */
  z.strictObject({
    kind: z.literal('missingRole'),
    principal: principalSchema,
    scope: scopeSchema,
    actions: actionsSchema.default(['**']),
  }),
  /** 403 DenyAssignmentAuthorizationFailed for everybody not listed as excluded. */
  z.strictObject({
    kind: z.literal('denyAssignment'),
    name: z.string().min(1).max(100),
    scope: scopeSchema,
    actions: actionsSchema.default(['**/write', '**/delete', '**/action']),
    excludedPrincipals: z.array(principalSchema).default([]),
  }),
  /** 403 RequestDisallowedByPolicy on writes. */
  z.strictObject({
    kind: z.literal('policy'),
    name: z.string().min(1).max(100),
    scope: scopeSchema,
    actions: actionsSchema.default(['**/write']),
  }),
  /** A role assignment that is listed; it allows nothing by itself. */
  z.strictObject({
    kind: z.literal('roleAssignment'),
    principalId: z.string().min(1).max(100),
    principalType: z.enum(['ServicePrincipal', 'User', 'Group']).default('ServicePrincipal'),
    roleDefinitionId: z.uuid(),
    scope: scopeSchema,
  }),
]);
export type AccessRule = z.infer<typeof accessRuleSchema>;
export type AccessRuleInput = z.input<typeof accessRuleSchema>;
