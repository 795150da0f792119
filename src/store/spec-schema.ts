import { z } from 'zod';
import type { Spec } from '../domain/fleet/spec.ts';
import { machineKinds } from '../domain/target/machine-kinds.ts';

const spec = z.object({
  kind: z.enum(machineKinds),
  os: z.enum(['windows', 'linux']),
  identity: z.enum(['builtIn', 'system']),
  onForeignIdentity: z.enum(['reuse', 'attach', 'hold']),
  ama: z.object({ install: z.boolean(), minimumVersion: z.string(), automaticUpgrade: z.boolean() }),
  ruleIds: z.array(z.string()).readonly(),
  subscriptionRules: z.boolean().default(false),
  endpoint: z
    .union([
      z.literal('none'),
      z.object({
        deployment: z.enum(['platform', 'direct']),
        otherEdr: z.enum(['hold', 'coexist']),
        otherEdrTag: z.string().default(''),
        otherEdrUnknown: z.enum(['proceed', 'hold']).default('proceed'),
        autoUpdate: z.enum(['leave', 'off']).default('leave'),
      }),
    ])
    .default('none'),
  legacyAgent: z.enum(['leave', 'report', 'remove']).default('leave'),
  azureSecurityAgent: z.enum(['none', 'install']).default('none'),
  upgradeInstances: z.boolean().default(false),
  acceptSurge: z.boolean().default(false),
});

/** Reads a stored spec; throws what zod says of a row that is none. */
export function parseSpec(value: unknown): Spec {
  return spec.parse(value);
}

const anySpec = z.object({ kind: z.string(), os: z.string() });

/** A spec that only another release can read. Fields that are not known here make none: they are left out. */
export function isForeignSpec(value: unknown): boolean {
  return anySpec.safeParse(value).success && !spec.safeParse(value).success;
}

/** The spec in the shape that {@link parseSpec} reads back; does not compile when the two drift apart. */
export function toStoredSpec(value: Spec): z.infer<typeof spec> {
  return value;
}
