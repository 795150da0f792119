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
    'as a look or a sweep last found it; null while none has, as where no entry of fleet.json is for it, and where the cloud lacks Defender for Endpoint',
  );
