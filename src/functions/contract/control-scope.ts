import { z } from 'zod';
import { scopeIdSchema } from '../../domain/fleet/arm-patterns.ts';

/** As many as one request may name. */
export const mostScopes = 100;

/** What may be armed or frozen: everything, or what is below an ARM id. */
export const controlScope = z
  .string()
  .refine(
    (text) => text === '*' || scopeIdSchema.safeParse(text).success,
    'write * for everything, or the ARM id of a management group, a subscription, a resource group or a resource, e.g. /subscriptions/<guid>/resourceGroups/<name>',
  );
