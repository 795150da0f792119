import * as df from 'durable-functions';
import { z } from 'zod';
import { adoptionGroup } from '../domain/adoption/adoption-report.ts';
import { targetKeySchema } from '../domain/ids.ts';
import { createAdoptionPages } from '../operator/adoption-pages.ts';
import { armScopes } from '../operator/arm-scopes.ts';
import type { AppContext } from './app-context.ts';
import { addRoute } from './http/add-route.ts';
import { controlScopeSchema } from './http/control-scope.ts';
import { durableInstances } from './http/durable-instances.ts';
import { guardWrite, keyHolder } from './http/guard-write.ts';
import { nextLink } from './http/next-link.ts';
import { problem } from './http/problem.ts';
import { readBody, readQuery } from './http/read-body.ts';
import { toMachineRow } from './machine-view.ts';

const mostScopes = 100;

const querySchema = z.strictObject({
  /** One or more, with commas between: what `POST /api/arm` takes as a list has one report and one plan hash. */
  scope: z
    .string()
    .default('*')
    .transform((text) => text.split(',').map((scope) => scope.trim()))
    .pipe(z.array(controlScopeSchema).max(mostScopes)),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  after: targetKeySchema.optional(),
});

const armSchema = z.strictObject({
  scopes: z.array(controlScopeSchema).min(1).max(mostScopes),
  planHash: z.string().max(128).optional(),
  why: z.string().min(1).max(500).default('armed by an operator'),
});

/** The report of what arming would change, and arming itself: until then nothing is written. */
export function registerAdoption({ ports, ticker }: AppContext): void {
  const readPages = createAdoptionPages(ports);
  addRoute('getAdoption', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'adoption',
    takesQuery: true,
    handler: async (request) => {
      const query = readQuery(request, querySchema);
      if (!query.ok) return query.response;
      const { scope, limit, after } = query.value;
      const { asOf, report: whole } = await readPages(scope, after === undefined);
      const { rows, ...report } = whole;
      const rest = after === undefined ? rows : rows.filter((row) => row.key > after);
      const page = rest.slice(0, limit);
      const machines = page.map((row) => ({
        ...toMachineRow(row),
        group: adoptionGroup(row),
        wouldWrite: row.wouldWrite,
      }));
      const next = nextLink(request.url, rest.length > limit ? page.at(-1)?.key : undefined);
      return { jsonBody: { scopes: scope, asOf, ...report, machines, next } };
    },
  });
  addRoute('armScopes', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'arm',
    takesBody: true,
    extraInputs: [df.input.durableClient()],
    handler: async (request, context) => {
      const refused = guardWrite(ports.settings);
      if (refused !== undefined) return refused;
      const body = await readBody(request, armSchema);
      if (!body.ok) return body.response;
      const { scopes, planHash, why } = body.value;
      const outcome = await armScopes(ports, { scopes, planHash, by: keyHolder, why });
      if (outcome.kind === 'outOfScope') {
        return problem(
          422,
          'OutOfScope',
          `fleet.json covers nothing of ${outcome.scope}: check its spelling, or add it there.`,
        );
      }
      if (outcome.kind === 'armed') {
        await ticker.tickIfLate(durableInstances(context));
        return { jsonBody: { scopes, ...outcome } };
      }
      const { totals, writes } = outcome.report;
      const detail =
        planHash === undefined
          ? 'Arming these scopes would write. Read GET /api/adoption and send its planHash.'
          : 'The plan has changed since it was read. Read GET /api/adoption again and send its planHash.';
      return problem(409, 'PlanChanged', detail, { planHash: outcome.report.planHash, totals, writes });
    },
  });
}
