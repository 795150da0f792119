import { z } from 'zod';

/** Stands for what has another type than it should. */
export const unreadable = 'unreadable';
/** Left out: undefined; of another type: a word that no rule knows. */
const word = z.string().optional().catch(unreadable);
const texts = z.array(z.string().catch('')).catch([]);

const entryViewSchema = z
  .object({
    match: z
      .looseObject({
        subscriptions: z.array(z.string()).optional(),
        managementGroups: z.array(z.string()).optional(),
        tags: z.record(z.string(), z.string()).optional(),
      })
      .optional()
      .catch({ unreadable: true }),
    plan: word,
    agentlessScanning: z
      .object({ state: word, exclusionTags: z.unknown().optional() })
      .optional()
      .catch({ state: unreadable }),
    fileIntegrityMonitoring: word,
    vulnerabilityAssessment: word,
    endpoint: z
      .object({ defender: word, unified: word, linux: word })
      .optional()
      .catch({ defender: unreadable, unified: unreadable, linux: unreadable }),
    workspace: z
      .union([z.string(), z.object({ id: z.string() })])
      .optional()
      .catch(unreadable),
    collect: texts.optional(),
    securityEvents: z.unknown().optional(),
    azureSecurityAgent: z.unknown().optional(),
  })
  .catch({ match: { unreadable: true }, plan: unreadable, workspace: unreadable });

/** Where a list of management groups is not readable, nobody can tell what lies below them. */
const groupsSchema = z.array(z.unknown()).optional().catch([unreadable]);

const noScope = { managementGroups: [unreadable], subscriptions: [], resourceGroups: [] };
const noReferences = { subscriptions: [], resourceGroups: [] };

const scopeViewSchema = z
  .object({
    managementGroups: groupsSchema,
    subscriptions: texts.optional(),
    resourceGroups: texts.optional(),
    references: z
      .object({ subscriptions: texts.optional(), resourceGroups: texts.optional() })
      .optional()
      .catch(noReferences),
  })
  .catch(noScope);

const viewSchema = z
  .object({ scope: scopeViewSchema, subscriptions: z.array(entryViewSchema).optional().catch([]) })
  .transform(({ scope, subscriptions }) => ({ scope, subscriptions: subscriptions ?? [] }))
  .catch({ scope: noScope, subscriptions: [] });

export type EntryView = z.output<typeof entryViewSchema>;
export type ScopeView = z.output<typeof scopeViewSchema>;

/** What checks over several fields see of fleet.json, whatever else is wrong with it. */
export function viewSubscriptions(written: unknown): {
  readonly scope: ScopeView;
  readonly subscriptions: readonly EntryView[];
} {
  return viewSchema.parse(written);
}
