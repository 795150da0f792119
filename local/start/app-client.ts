import { z } from 'zod';
import type { JsonAnswer } from './request-json.ts';
import { requestJson } from './request-json.ts';

const machineSchema = z.object({
  key: z.string(),
  name: z.string(),
  resourceId: z.string(),
  kind: z.string(),
  status: z.string(),
  code: z.string().nullable(),
  since: z.string(),
  nextAttemptAt: z.string().nullable(),
  lastLookAt: z.string().nullable(),
});
export type Machine = z.infer<typeof machineSchema>;

const timelineSchema = z.array(
  z.object({ at: z.string(), what: z.string(), text: z.string(), by: z.string().optional() }),
);
const detailSchema = machineSchema.extend({
  hint: z.string().nullable(),
  spec: z.string().nullable(),
  timeline: timelineSchema,
});
export type MachineDetail = z.infer<typeof detailSchema>;

const workSchema = z.object({
  owed: z.number(),
  leased: z.number(),
  dueWithin30Minutes: z.number(),
  nextDueAt: z.string().optional(),
});
const statusSchema = z.object({ now: z.string(), work: workSchema });
export type AppStatus = z.infer<typeof statusSchema>;

const adoptionSchema = z.object({
  totals: z.record(z.string(), z.number()),
  writes: z.record(z.string(), z.number()),
  changesDefaultToken: z.number(),
  planHash: z.string(),
  /** The first thousand. */
  machines: z.array(z.object({ name: z.string(), code: z.string().nullable(), group: z.string() })),
});
export type Adoption = z.infer<typeof adoptionSchema>;

/** The app's HTTP API, as far as `npm start` uses it. Every call rejects when the app does not answer as expected. */
export interface AppClient {
  /** Every machine, page by page: not the summary, which may be a minute old. */
  machines(): Promise<readonly Machine[]>;
  /** By key or unique name; undefined while the app does not know it. */
  machine(keyOrName: string): Promise<MachineDetail | undefined>;
  status(): Promise<AppStatus>;
  adoption(): Promise<Adoption>;
  /** False when the plan is no longer the one of that hash. */
  arm(scopes: readonly string[], planHash: string, why: string): Promise<boolean>;
}

export function createAppClient(url: string, functionKey: string): AppClient {
  const call = async (method: string, path: string, body?: unknown): Promise<JsonAnswer> =>
    await requestJson({ method, url: `${url}/api${path}`, headers: { 'x-functions-key': functionKey }, body });
  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const answer = await call('GET', path);
    if (answer.status !== 200) throw new Error(`GET /api${path} answered ${answer.status}.`);
    return schema.parse(answer.body);
  };
  return {
    machines: async () => {
      const all: Machine[] = [];
      let after: string | undefined = '';
      while (after !== undefined) {
        const page: Machine[] = (
          await read(
            `/machines?limit=1000${after === '' ? '' : `&after=${after}`}`,
            z.object({ machines: z.array(machineSchema), next: z.string().nullable() }),
          )
        ).machines;
        all.push(...page);
        after = page.length === 1000 ? page.at(-1)?.key : undefined;
      }
      return all;
    },
    machine: async (keyOrName) => {
      const answer = await call('GET', `/machines/${encodeURIComponent(keyOrName)}`);
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw new Error(`GET /api/machines/${keyOrName} answered ${answer.status}.`);
      return detailSchema.parse(answer.body);
    },
    status: () => read('/status', statusSchema),
    adoption: () => read('/adoption?limit=1000', adoptionSchema),
    arm: async (scopes, planHash, why) => {
      const answer = await call('POST', '/arm', { scopes, planHash, why });
      if (answer.status === 409) return false;
      if (answer.status !== 200) throw new Error(`POST /api/arm answered ${answer.status}.`);
      return true;
    },
  };
}
