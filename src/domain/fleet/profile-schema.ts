import { z } from 'zod';
import { machineKinds } from '../target/machine-kinds.ts';
import { compareVersions } from '../versions.ts';
import { amaFloor } from './ama-floor.ts';
import { managementGroupIdSchema, resourceGroupPatternSchema, ruleIdSchema, scopeIdSchema } from './arm-patterns.ts';
import { toRegionName } from './region-name.ts';

const osSchema = z.enum(['windows', 'linux']);

const regionsSchema = z
  .array(z.string().min(1).overwrite(toRegionName))
  .min(1)
  .describe('Azure regions, e.g. "westeurope" or "West Europe".');

const matchSchema = z
  .strictObject({
    scopes: z
      .array(scopeIdSchema)
      .min(1)
      .optional()
      .describe(
        'ARM ids of subscriptions, resource groups or machines; each must lie inside `scope`. Any one is enough.',
      ),
    managementGroups: z
      .array(managementGroupIdSchema)
      .min(1)
      .optional()
      .describe(
        'ARM ids of management groups; the subscription of the machine lies below one of them, at any depth, as the last sweep saw it. While no sweep has told where it lies, its machines wait.',
      ),
    resourceGroups: z
      .array(resourceGroupPatternSchema)
      .min(1)
      .optional()
      .describe(
        'Names of resource groups, in whatever subscription; * stands for any text, e.g. "rg-web-*". Upper and lower case are one, as in Azure. Any one is enough.',
      ),
    tags: z
      .record(
        z.string().min(1),
        z.union([z.string(), z.array(z.string()).min(1)], { error: 'write a text or a list of texts' }),
      )
      .optional()
      .describe(
        'Tags the machine must carry, all of them. A list of values means any one of them. Values are case-sensitive, names are not.',
      ),
    os: osSchema.optional().describe('Only machines with this operating system.'),
    kind: z
      .enum(machineKinds)
      .optional()
      .describe('Only Azure VMs, only Arc-enabled machines, or only Uniform scale sets.'),
    regions: regionsSchema.optional(),
  })
  .describe('Which machines: every condition that is present must hold. Left out or empty: every machine in scope.');

const identitySchema = z
  .strictObject({
    kind: z
      .enum(['builtIn', 'system'])
      .describe(
        'builtIn: the user-assigned identity "Built-In-Identity-<region>" of the machine\'s subscription, which must exist. system: the machine\'s own. Arc machines always use their own.',
      ),
  })
  .describe('The managed identity that the agent signs in with. Default: builtIn.');

const amaSchema = z
  .strictObject({
    install: z.boolean().optional().describe('Whether the Azure Monitor Agent is wanted. Default: true.'),
    minimumVersion: z
      .strictObject({
        windows: versionSchema('windows').optional(),
        linux: versionSchema('linux').optional(),
      })
      .optional()
      .describe('The least agent version, major.minor; also what a new installation asks for.'),
    automaticUpgrade: z
      .boolean()
      .optional()
      .describe('Whether the platform upgrades the agent by itself. Default: true.'),
  })
  .describe('The Azure Monitor Agent.');

const scaleSetsSchema = z
  .strictObject({
    upgradeInstances: z
      .boolean()
      .optional()
      .describe(
        'Instances of a Uniform set with a Manual upgrade policy get what is new in its model only by an upgrade. true: they are upgraded, a fifth at a time, as long as the model has no changes of others that they lack. false: the set is held until a person upgrades them. Default: false.',
      ),
    acceptSurge: z
      .boolean()
      .optional()
      .describe(
        'With maxSurge in its rolling upgrade policy a set puts new instances in place of all old ones for each change of its model. true: the model is changed all the same. false: the set is held until a person accepts that for it. Default: false.',
      ),
  })
  .describe('Uniform scale sets; instances of Flexible ones are VMs.');

/** A data collection rule and the machines it is for. */
export const ruleChoiceSchema = z.strictObject({
  id: ruleIdSchema.describe('ARM id of the data collection rule.'),
  os: osSchema.optional().describe('Only for machines with this operating system.'),
  regions: regionsSchema.optional().describe('Only for machines in these regions.'),
});

const dataCollectionSchema = z
  .strictObject({
    rules: z
      .array(ruleChoiceSchema)
      .optional()
      .describe('Data collection rules that machines are associated with. Replaces the list of the extended profile.'),
    ofSubscription: z
      .boolean()
      .optional()
      .describe(
        'Also the rules that the subscription makes for the region and system of the machine (`workspace` and `securityEvents` of subscriptions[]). Default: false.',
      ),
  })
  .describe('What the agent collects. Without an association the agent does nothing.');

const endpointSchema = z
  .strictObject({
    want: z
      .enum(['none', 'mde'])
      .describe(
        'mde: the machine shall have Microsoft Defender for Endpoint, and is Configured once it is there. none: it shall not have it, and a switch of Defender that would bring it waits for an approval.',
      )
      .optional(),
    deployment: z
      .enum(['platform', 'direct'])
      .optional()
      .describe(
        'Who installs it. platform: Defender for Cloud, where the plan and the settings of the subscription are on (`subscriptions[].endpoint`). direct: the app, with the onboarding package of the subscription, which needs the plan alone; also on VMs of generalised custom images, which Defender leaves out. Default: platform.',
      ),
    otherEdr: z
      .enum(['hold', 'coexist'])
      .optional()
      .describe(
        'Where the machine has the endpoint protection of somebody else. hold: a person decides. coexist: Defender for Endpoint shall be there too; on Linux the two can hang the system. Default: hold.',
      ),
    otherEdrUnknown: z
      .enum(['proceed', 'hold'])
      .optional()
      .describe(
        'Where neither an extension nor a tag, a person or an assessment of Defender for Cloud tells whether another product protects the machine, as on an on-premises server. proceed: as if there was none. hold: a person decides. Default: proceed.',
      ),
    otherEdrTag: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .describe(
        'Name of the tag by which your teams mark machines that another product protects; its value is the product, and empty, none, no, false or 0 say that there is none. Counts as another product (`otherEdr`), also where no extension shows it. Default: no tag.',
      ),
    autoUpdate: z
      .enum(['leave', 'off'])
      .optional()
      .describe(
        'Updates of the agent by Defender, on Linux alone. leave: nothing is changed. off: the machine gets the tag ExcludeMdeAutoUpdate=true, beside its other tags; set back to leave, the tag stays. Default: leave.',
      ),
  })
  .describe(
    'Endpoint protection. Left out: nothing is waited for, and Defender may bring it where the profile enforces.',
  );

const legacyAgentSchema = z
  .enum(['leave', 'report', 'remove'])
  .describe(
    'The Log Analytics agent of old, whoever installed it. leave: nothing is said of it. report: it is told, with its workspace. remove: it is taken off once the Azure Monitor Agent is in place with its rules, and Defender for Endpoint where that may still need it. Default: leave.',
  );

const securityAgentSchema = z
  .enum(['none', 'install'])
  .describe(
    'Deprecated by Microsoft. install: the Azure Security agent is installed on VMs and Arc machines, after the Azure Monitor Agent and the rule "Microsoft-Security-<region>-dcr", which `subscriptions[].azureSecurityAgent` makes and `dataCollection.ofSubscription` takes: without these it sends nothing. none: nothing is said of it, and one that is there stays. Default: none.',
  );

/** One profile as written: nothing is filled in yet, so that what is left out can come from the profile it extends. */
export const profileSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'a name has 1 to 64 lower-case letters, digits and inner dashes')
      .describe('Unique name.'),
    extends: z
      .string()
      .optional()
      .describe('Another profile: everything not written here is taken from it, except `name` and `match`.'),
    match: matchSchema.optional(),
    mode: z
      .enum(['observe', 'enforce'])
      .optional()
      .describe(
        'observe: look and report, never write. enforce: write what is missing, once the scope is armed. Default: observe.',
      ),
    minimumAgeMinutes: z
      .int()
      .min(0)
      .max(7 * 24 * 60)
      .optional()
      .describe('Nothing is written to a machine younger than this. Default: 0.'),
    identity: identitySchema.optional(),
    onForeignIdentity: z
      .enum(['reuse', 'attach', 'hold'])
      .optional()
      .describe(
        'When a machine has exactly one user-assigned identity that is not ours. reuse: the agent uses it. attach: ours is added, which changes the token code on the machine gets by default. hold: a person decides. Default: hold.',
      ),
    ama: amaSchema.optional(),
    dataCollection: dataCollectionSchema.optional(),
    endpoint: endpointSchema.optional(),
    legacyAgent: legacyAgentSchema.optional(),
    azureSecurityAgent: securityAgentSchema.optional(),
    scaleSets: scaleSetsSchema.optional(),
  })
  .describe('Desired state for the machines it matches.');

export type WrittenProfile = z.output<typeof profileSchema>;

function versionSchema(os: 'windows' | 'linux') {
  return z
    .string()
    .regex(/^\d{1,5}\.\d{1,5}$/, 'write major.minor, e.g. "1.36"')
    .refine((version) => compareVersions(version, amaFloor[os]) >= 0, {
      error: `older than ${amaFloor[os]}, the oldest version that is installed on ${os}`,
    })
    .describe(`Default and least: ${amaFloor[os]}.`);
}
