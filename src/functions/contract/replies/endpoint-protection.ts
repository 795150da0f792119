import { z } from 'zod';

/** Defender's endpoint protection of a subscription, in one word. */
export const endpointProtection = z
  .strictObject({
    state: z.enum(['on', 'partial', 'off']),
    missing: z
      .array(z.enum(['plan', 'defender', 'unified', 'linux']))
      .readonly()
      .describe('what keeps it from being on, in the words of fleet.json'),
    readAt: z.string(),
  })
  .nullable()
  .describe(
    'as the last look that read it found it; null while none has, as where fleet.json wants nothing of it, and where the cloud lacks Defender for Endpoint',
  );
