import { z } from 'zod';
import { defineRoute, readsNothing } from '../route.ts';

export const getHealth = defineRoute({
  name: 'getHealth',
  method: 'GET',
  path: 'health',
  access: 'open',
  answers: 'for probes: 200 while the store answers. Says nothing about the fleet',
  ...readsNothing,
  replies: [{ status: 200, body: z.strictObject({ status: z.literal('ok') }) }],
  problems: ['StoreUnreachable'],
});
