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
  code: z.string().nullable().describe('the reason within the status'),
  coarseStatus: z
    .enum(['In-progress', 'Configured', 'Failed', 'Pending'])
    .nullable()
    .describe('the status in the words of Automanage; null for what it had no word for'),
  since: z.string().describe('when status and code became what they are'),
  hint: z.string().nullable().describe('what a person should do'),
  services: z
    .record(z.string(), z.strictObject({ kind: findingKind, code: z.string().nullable() }))
    .describe('what was found of each service, so that the one word of the status hides none'),
  protected: z.boolean().describe('Defender for Endpoint was found in place by the last look, and nothing less'),
  endpoint: z
    .strictObject({ kind: z.literal('not-applicable'), code: z.literal('Connector'), detail: z.string() })
    .nullable()
    .describe(
      'endpoint protection: not-applicable where the connector to AWS or GCP that brought the machine installs Defender for ' +
        'Endpoint; null where nothing is known of it',
    ),
  accepted: z.array(z.string()).readonly().describe('codes that a person has accepted of this machine'),
  nextAttemptAt: z.string().nullable().describe('when it is looked at again by itself'),
  lastLookAt: z.string().nullable().describe('the last look that got an answer of Azure'),
});
