import { z } from 'zod';
import { targetKeySchema } from '../../../domain/ids.ts';
import { findingKinds } from '../../../domain/machine/machine-record.ts';
import { machineStatuses } from '../../../domain/machine/status.ts';
import { machineKinds } from '../../../domain/target/machine-kinds.ts';
import { openWord } from '../open-word.ts';

/** What was found of one service. */
export const findingKind = openWord(findingKinds);

/** A machine as lists show it. Times are ISO-8601 UTC. */
export const machineRow = z.strictObject({
  key: targetKeySchema,
  name: z.string(),
  resourceId: z.string(),
  kind: openWord(machineKinds),
  os: openWord(['windows', 'linux', 'unknown']),
  subscription: z.string(),
  resourceGroup: z.string(),
  region: z.string().nullable(),
  profile: z.string().nullable(),
  status: openWord(machineStatuses),
  /** The reason within the status. */
  code: z.string().nullable(),
  /** One of Automanage's words; null for what it had no word for. */
  coarseStatus: z.enum(['In-progress', 'Configured', 'Failed', 'Pending']).nullable(),
  /** When status and code became what they are. */
  since: z.string(),
  hint: z.string().nullable(),
  /** One word never hides a service: what was found of each, without the details. */
  services: z.record(z.string(), z.strictObject({ kind: findingKind, code: z.string().nullable() })),
  nextAttemptAt: z.string().nullable(),
  lastLookAt: z.string().nullable(),
});
