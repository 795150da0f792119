import * as df from 'durable-functions';
import { z } from 'zod';
import { freezeScope, unfreezeScope } from '../operator/freeze-scope.ts';
import type { AppContext } from './app-context.ts';
import { addRoute } from './http/add-route.ts';
import { controlScopeSchema } from './http/control-scope.ts';
import { durableInstances } from './http/durable-instances.ts';
import { guardWrite, keyHolder } from './http/guard-write.ts';
import { problem } from './http/problem.ts';
import { readBody, readQuery } from './http/read-body.ts';

const controlScope = controlScopeSchema.default('*');
const freezeSchema = z.strictObject({ scope: controlScope, why: z.string().min(1).max(500) });
const unfreezeSchema = z.strictObject({ scope: controlScope });

/** Stops all writes below a scope before it answers, and lets them go on again. */
export function registerFreeze({ ports, ticker }: AppContext): void {
  addRoute('freeze', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'freeze',
    takesBody: true,
    handler: async (request) => {
      const refused = guardWrite(ports.settings);
      if (refused !== undefined) return refused;
      const body = await readBody(request, freezeSchema);
      if (!body.ok) return body.response;
      const machines = await freezeScope(ports, { ...body.value, by: keyHolder });
      return { jsonBody: { ...body.value, by: keyHolder, frozen: true, machines } };
    },
  });
  addRoute('unfreeze', {
    methods: ['DELETE'],
    authLevel: 'function',
    route: 'freeze',
    takesQuery: true,
    extraInputs: [df.input.durableClient()],
    handler: async (request, context) => {
      const refused = guardWrite(ports.settings);
      if (refused !== undefined) return refused;
      const query = readQuery(request, unfreezeSchema);
      if (!query.ok) return query.response;
      const { scope } = query.value;
      const { wasFrozen, looksRequested } = await unfreezeScope(ports, { scope, by: keyHolder });
      if (!wasFrozen) return problem(404, 'NotFrozen', `There is no freeze of exactly ${scope}; see GET /api/status.`);
      await ticker.tickIfLate(durableInstances(context));
      return { jsonBody: { scope, frozen: false, looksRequested } };
    },
  });
}
