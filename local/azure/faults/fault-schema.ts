import { z } from 'zod';
import { principalNames } from '../core/request/principals.ts';
import { faultPresets, type PresetName } from './fault-presets.ts';

const methodSchema = z.enum(['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE']);
const patternSchema = z.string().min(1).max(500);
const presetNames = Object.keys(faultPresets).filter((name): name is PresetName => name in faultPresets);

const effects = ['preset', 'status', 'drop', 'staleSeconds', 'deleteMachineAfterMs', 'truncateRows'] as const;

/** A scripted fault on ARM requests: which requests, when, and exactly one effect (or a delay alone). Waits are app time. */
export const requestFaultSchema = z
  .strictObject({
    method: z.union([methodSchema, z.array(methodSchema).min(1)]).optional(),
    /** Glob on the whole path: `*` within a segment, `**` across. */
    path: patternSchema.default('**'),
    principal: z.enum(principalNames).optional(),
    /** Glob on the operation, for example `Microsoft.Compute/virtualMachines/extensions/*`. */
    operation: patternSchema.optional(),

    /** Matching requests let through first. */
    skip: z.int().min(0).max(1_000_000).default(0),
    /** Hits only each n-th matching request. */
    every: z.int().min(1).max(1_000_000).default(1),
    /** Hits before the fault is used up. */
    times: z.int().min(1).max(1_000_000).default(1),

    delayMs: z.int().min(0).max(3_600_000).default(0),
    preset: z.enum(presetNames).optional(),
    /** Seconds, for the presets that send Retry-After. */
    retryAfter: z.int().min(0).max(86_400).default(5),
    status: z.int().min(200).max(599).optional(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.json().optional(),
    /** `before`: nothing happens; `after`: the request takes effect and the answer is lost. */
    drop: z.enum(['before', 'after']).optional(),
    /** GETs only: the first answer seen from now on is repeated until so many seconds of app time from now. */
    staleSeconds: z.int().min(1).max(86_400).optional(),
    /** The principal `other` deletes the machine in the path so much app time later; 0: before the request is handled. */
    deleteMachineAfterMs: z.int().min(0).max(3_600_000).optional(),
    /** Answers of Resource Graph: the first so many rows, `resultTruncated` and no way to the rest. */
    truncateRows: z.int().min(0).max(1_000).optional(),
  })
  .superRefine((fault, context) => {
    const given = effects.filter((name) => fault[name] !== undefined);
    if (given.length > 1) context.addIssue(`give one of ${effects.join(', ')}, not several`);
    if (given.length === 0 && fault.delayMs === 0) context.addIssue(`give one of ${effects.join(', ')}, delayMs`);
  });
export type RequestFault = z.infer<typeof requestFaultSchema>;

/** A scripted outcome of the installation of extensions. */
export const extensionFaultSchema = z.strictObject({
  extension: z.strictObject({
    /** Glob on the machine's resource id or on its name alone; every machine by default. */
    machine: patternSchema.optional(),
    /** Glob on the extension type, for example `AzureMonitor*Agent`; every one by default. */
    type: patternSchema.optional(),
  }),
  /** Installations that end so before the fault is used up; for good by default. */
  times: z.int().min(1).max(1_000_000).optional(),
  outcome: z.union(
    [
      z.strictObject({ hang: z.literal(true) }),
      z.strictObject({ slowMs: z.int().min(1).max(86_400_000) }),
      z.strictObject({
        /** The installer's exit code, 1 by default. */
        exitCode: z.int().min(-2147483648).max(2147483647).optional(),
        /** The code of the failed operation; `VMExtensionProvisioningError` by default. */
        code: z.string().min(1).max(100).optional(),
        /** HTTP status with which the result URL of the failed operation answers; 409 by default. */
        status: z.int().min(400).max(599).optional(),
        message: z.string().min(1).max(4000).optional(),
      }),
    ],
    { error: 'give { exitCode?, code?, status?, message? }, { hang: true } or { slowMs }' },
  ),
});
export type ExtensionFault = z.infer<typeof extensionFaultSchema>;
