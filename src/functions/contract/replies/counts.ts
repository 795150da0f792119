import { z } from 'zod';

/** How many there are, by name. */
export const counts = z.record(z.string(), z.number().int().nonnegative());
