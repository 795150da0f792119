import { z } from 'zod';
import { workspaceIdSchema } from './arm-patterns.ts';
import { isRegionName, toRegionName } from './region-name.ts';
import { tagsSchema } from './tags-schema.ts';

const regionSchema = z
  .string()
  .min(1)
  .overwrite(toRegionName)
  .refine(isRegionName, { error: 'is no region of Azure; write one such as westeurope, or leave it out' });

const groupNameSchema = z.string().regex(/^[\w().-]{0,89}[\w()-]$/, 'write the name of a resource group');

const identitySchema = z
  .strictObject({
    create: z
      .boolean()
      .default(false)
      .describe('Whether "Built-In-Identity-<region>" is made in each region that has machines.'),
    lock: z.boolean().default(true).describe('Whether it gets a lock against deletion.'),
    resourceGroup: groupNameSchema
      .default('Built-In-Identity-RG')
      .describe('The resource group it is in. Azure Policy and machines look for it in the default one.'),
    location: regionSchema
      .optional()
      .describe('Region of that resource group, if it must be made. Default: `location`, else eastus.'),
  })
  .describe('The user-assigned identities that agents sign in with.');

const collectionSchema = z.enum(['heartbeatOnly', 'performance', 'windowsEvents', 'syslog', 'insights']);

const eventLevelSchema = z.enum(['none', 'AllEvents', 'Common', 'Minimal']);

/** XPath queries per rule (Azure docs, "Data collection rules": limits). */
const mostXPaths = 100;
/** `LogName!XPathQuery` (Azure docs, "Collect Windows events with Azure Monitor Agent"). */
const xPath = /^\s*[^\s!][^!]*!\s*\S/;
const xPathError = 'write an XPath query with its log before it, such as Security!*[System[(EventID=4624)]]';

const securityEventsSchema = z
  .union(
    [
      eventLevelSchema,
      z.strictObject({
        custom: z
          .array(z.string().regex(xPath, xPathError).max(1_024))
          .min(1)
          .max(mostXPaths)
          .describe('XPath queries, each with its log before it, such as Security!*[System[(EventID=4624)]].'),
      }),
    ],
    { error: 'write none, AllEvents, Common, Minimal, or { "custom": [ "Security!*[...]", ... ] } with log and XPath' },
  )
  .describe('Windows security events that a rule collects, in the levels of Defender for Cloud. Default: none.');

/** What a subscription's machines share: made once, by the subscription's own look. */
export const sharedObjectFields = {
  identity: identitySchema.prefault({}),
  workspace: z
    .union([z.enum(['none', 'default']), z.strictObject({ id: workspaceIdSchema })], {
      error: 'write none, default, or { "id": ARM id of a Log Analytics workspace }',
    })
    .default('none')
    .describe('default: a workspace for each region. An id: that one, with rules of ours. Default: none.'),
  collect: z
    .array(collectionSchema)
    .min(1)
    .default(['heartbeatOnly'])
    .describe('What the rules that we make collect into the workspace. Default: heartbeats alone.'),
  securityEvents: securityEventsSchema.default('none'),
  azureSecurityAgent: z
    .enum(['none', 'rule'])
    .default('none')
    .describe(
      'rule: also the rule "Microsoft-Security-<region>-dcr", for machines that still run the Azure Security agent, which Microsoft has deprecated. Without that agent it collects nothing. Default: none.',
    ),
  tags: tagsSchema.default({}).describe('Tags of whatever is made.'),
  location: regionSchema
    .optional()
    .describe('Region of what belongs to no region, such as resource groups. Default: each with what it is for.'),
} as const;
