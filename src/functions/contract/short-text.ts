import { z } from 'zod';

/** Text that a row is looked up by: no name in Azure is longer or holds control characters. */
export const shortText = z
  .string()
  .regex(/^\P{C}{1,128}$/u, 'must be 1 to 128 characters, none of them a control character');
