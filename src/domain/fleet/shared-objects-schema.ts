import { z } from 'zod';
import { resourceIdSchema } from './arm-patterns.ts';
import { toRegionName } from './region-name.ts';

const regionSchema = z.string().min(1).overwrite(toRegionName);

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

const securityEventsSchema = z
  .union(
    [
      eventLevelSchema,
      z.strictObject({
        custom: z.array(z.string().min(1).max(1_024)).min(1).max(mostXPaths).describe('XPath queries.'),
      }),
    ],
    { error: 'write none, AllEvents, Common, Minimal, or { "custom": [ XPath, ... ] }' },
  )
  .describe('Windows security events that a rule collects, in the levels of Defender for Cloud. Default: none.');

/** What a subscription's machines share: made once, by the subscription's own look. */
export const sharedObjectFields = {
  identity: identitySchema.prefault({}),
  workspace: z
    .union([z.enum(['none', 'default']), z.strictObject({ id: resourceIdSchema })], {
      error: 'write none, default, or { "id": ARM id of a workspace }',
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
  tags: z.record(z.string().min(1).max(512), z.string().max(256)).default({}).describe('Tags of whatever is made.'),
  location: regionSchema
    .optional()
    .describe('Region of what belongs to no region, such as resource groups. Default: each with what it is for.'),
} as const;
