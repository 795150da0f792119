import { z } from 'zod';

/** Why somebody does this: kept, and shown to whoever asks later. */
export const whyText = z.string().min(1).max(500).describe('kept with who asked, and shown');
