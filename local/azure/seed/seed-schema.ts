import { z } from 'zod';
import { accessRuleSchema } from '../authorization/access-schema.ts';
import { subscriptionReportSchema } from '../control/subscription-control.ts';
import { assessmentRowSchema, defenderStateSchema } from '../security/defender-schema.ts';
import { defaultSubscriptionId } from '../simulator.ts';

const nameSchema = z.string().min(1).max(90);
const regionSchema = z.string().regex(/^[a-z0-9]+$/, 'must be a region such as westeurope');
const tagsSchema = z.record(z.string(), z.string());

/** What is said of a subscription, as for `POST /_sim/subscriptions`. */
const subscriptionSchema = subscriptionReportSchema.extend({ displayName: z.string().min(1).max(64) });

/** One more subscription; nothing is in it but what the seed puts there. */
const furtherSubscriptionSchema = subscriptionSchema.extend({
  /** Regions in which it has a built-in identity and rules, as the first subscription has in all of the seed's. */
  regions: z.array(regionSchema).max(60).default([]),
});

/** Id or name of a subscription of this seed; the first one by default. */
const inSubscription = { subscription: z.string().min(1).max(64).optional() };

const groupSchema = z.strictObject({
  name: nameSchema,
  region: regionSchema,
  managedBy: z.string().optional(),
  tags: tagsSchema.optional(),
  ...inSubscription,
});

const extensionSchema = z.strictObject({
  /** The type by default. */
  name: nameSchema.optional(),
  publisher: z.string().min(1),
  type: z.string().min(1),
  /** Major and minor; needed on a VM. */
  typeHandlerVersion: z.string().optional(),
  autoUpgradeMinorVersion: z.boolean().default(true),
  enableAutomaticUpgrade: z.boolean().optional(),
  settings: z.record(z.string(), z.json()).optional(),
  /** The installer's exit code; 0 is a success. */
  exitCode: z.int().default(0),
});

const commonMembers = {
  name: nameSchema,
  group: nameSchema,
  ...inSubscription,
  region: regionSchema,
  os: z.enum(['linux', 'windows']).default('linux'),
  /** How long ago it was created, hours of app time. */
  ageHours: z.number().min(0).max(100_000).default(1),
  tags: tagsSchema.optional(),
  extensions: z.array(extensionSchema).max(20).default([]),
  /** Names of rules of this seed, or `default` for the rule of its region and system. */
  associations: z.array(nameSchema).max(30).default([]),
  lock: z.enum(['CanNotDelete', 'ReadOnly']).optional(),
};

const vmSchema = z.strictObject({
  kind: z.literal('vm'),
  ...commonMembers,
  /** A usual image of the system by default. */
  image: z.record(z.string(), z.string()).optional(),
  size: z.string().optional(),
  power: z.enum(['running', 'stopped', 'deallocated']).default('running'),
  systemIdentity: z.boolean().default(false),
  /** Names of identities of this seed, or `builtIn` for the one of its region. */
  identities: z.array(nameSchema).max(10).default([]),
  managedBy: z.string().optional(),
  /** Name of the Flexible scale set of this seed, in its group, that it is an instance of. */
  scaleSet: nameSchema.optional(),
  /** What the guest agent tells of the system; null for nothing. */
  osName: z.string().nullable().optional(),
});

/** A scale set: the instances of a Flexible one are VMs like others, those of a Uniform one are parts of it. */
const scaleSetSchema = z.strictObject({
  ...vmSchema.omit({ kind: true, name: true, scaleSet: true, managedBy: true, lock: true }).shape,
  name: nameSchema,
  orchestration: z.enum(['Flexible', 'Uniform']).default('Flexible'),
  /** Of a Uniform one, as ARM takes it. */
  upgradePolicy: z.record(z.string(), z.json()).default({ mode: 'Manual' }),
  instances: z.int().min(0).max(1000).default(1),
  /** The resource that owns the set. */
  managedBy: z.string().optional(),
});

const listSchema = z.array(z.strictObject({ publisher: z.string(), type: z.string() })).max(100);

const arcSchema = z.strictObject({
  kind: z.literal('arc'),
  ...commonMembers,
  status: z.enum(['Connected', 'Disconnected', 'Expired', 'Error', 'AwaitingConnection']).default('Connected'),
  osSku: z.string().optional(),
  osEdition: z.string().optional(),
  allowList: listSchema.optional(),
  blockList: listSchema.optional(),
  extensionsEnabled: z.boolean().optional(),
  cloudProvider: z.string().optional(),
  /** False: its agent has not been heard of since it was registered. */
  reported: z.boolean().default(true),
  /** Name of the VM of this seed, in its group, that it is at the same time. */
  twinOf: nameSchema.optional(),
  /** ARM id of the Azure Local cluster that it is a node of. */
  parentClusterId: z.string().optional(),
});

const connectorSchema = z.strictObject({
  name: nameSchema,
  group: nameSchema,
  region: regionSchema,
  /** As ARM takes them. */
  properties: z.record(z.string(), z.json()),
});

/** Defender for Cloud in a subscription; left out, every plan is Free and nothing is set. */
const defenderSchema = z.strictObject({
  ...inSubscription,
  ...defenderStateSchema.shape,
  connectors: z.array(connectorSchema).max(100).default([]),
  assessments: z
    .array(
      assessmentRowSchema
        .omit({ resourceId: true })
        .extend({ machine: z.strictObject({ name: nameSchema, group: nameSchema }) }),
    )
    .max(10_000)
    .default([]),
});

/** A tenant to start with: `--tenant FILE.json`. Documented in local/README.md. */
export const seedSchema = z.strictObject({
  subscription: subscriptionSchema.default({ id: defaultSubscriptionId, displayName: 'Local' }),
  /** Those beside the first one. */
  subscriptions: z.array(furtherSubscriptionSchema).max(500).default([]),
  /** Each gets a built-in identity with its lock, and a rule for Linux and one for Windows. */
  regions: z.array(regionSchema).min(1).max(60),
  /** Regions, of those above, whose built-in identity is missing. */
  withoutBuiltInIdentity: z.array(regionSchema).default([]),
  groups: z.array(groupSchema).max(500).default([]),
  identities: z
    .array(z.strictObject({ name: nameSchema, group: nameSchema, region: regionSchema, ...inSubscription }))
    .max(500)
    .default([]),
  rules: z
    .array(
      z.strictObject({
        name: nameSchema,
        group: nameSchema,
        region: regionSchema,
        kind: z.enum(['Linux', 'Windows']),
        ...inSubscription,
      }),
    )
    .max(100)
    .default([]),
  machines: z
    .array(z.discriminatedUnion('kind', [vmSchema, arcSchema]))
    .max(10_000)
    .default([]),
  scaleSets: z.array(scaleSetSchema).max(100).default([]),
  defender: z.array(defenderSchema).max(500).default([]),
  /** As for `POST /_sim/access`. */
  access: z.array(accessRuleSchema).max(1000).default([]),
  /** As for `POST /_sim/faults`. */
  faults: z.array(z.json()).max(1000).default([]),
});
export type Seed = z.infer<typeof seedSchema>;
export type SeedInput = z.input<typeof seedSchema>;
export type SeedMachine = Seed['machines'][number];
export type SeedScaleSet = Seed['scaleSets'][number];
export type SeedExtension = SeedMachine['extensions'][number];
