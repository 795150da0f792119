import * as z from 'zod';
import { parseTimeSpan } from './time-span.ts';

const timeSpan = z
  .string()
  .transform((text) => parseTimeSpan(text) ?? Number.NaN)
  .refine((ms) => !Number.isNaN(ms), 'expected hh:mm:ss');

const schema = z.object({
  version: z.literal('2.0').optional(),
  functionTimeout: z.string().optional(),
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default('api') }).optional(),
      durableTask: z
        .looseObject({
          hubName: z.string().default('TestHubName'),
          maxConcurrentActivityFunctions: z.int().min(1).optional(),
          maxConcurrentOrchestratorFunctions: z.int().min(1).optional(),
          storageProvider: z.looseObject({ workItemQueueVisibilityTimeout: timeSpan.optional() }).optional(),
        })
        .optional(),
    })
    .loose()
    .optional(),
});

/** What the durable engine takes from host.json, absent where it is not said. */
interface DurableSettings {
  readonly maxConcurrentActivities?: number;
  readonly maxConcurrentOrchestrators?: number;
  /** Real time until an activity that was running at a crash is run again. */
  readonly activityRedeliveryMs?: number;
}

/** The part of host.json that this host honours; the rest is Azure's. */
export interface HostJson {
  readonly routePrefix: string;
  readonly hubName: string;
  /** Real time; undefined for no limit. */
  readonly functionTimeoutMs: number | undefined;
  readonly durable: DurableSettings;
}

/** Azure's default outside of the Consumption plan ("functionTimeout" in the host.json reference). */
const defaultTimeoutMs = 30 * 60_000;

/**
 * Reads host.json text; `%NAME%` is replaced by an app setting.
 * @throws Error saying which field is wrong.
 */
export function parseHostJson(value: unknown, resolveSettings: (text: string) => string): HostJson {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`host.json: ${z.prettifyError(parsed.error)}`);
  const { extensions, functionTimeout } = parsed.data;
  return {
    routePrefix: extensions?.http?.routePrefix ?? 'api',
    hubName: resolveSettings(extensions?.durableTask?.hubName ?? 'TestHubName'),
    functionTimeoutMs: functionTimeout === undefined ? defaultTimeoutMs : parseTimeout(functionTimeout),
    durable: durableSettings(extensions?.durableTask ?? {}),
  };
}

function durableSettings(durableTask: {
  readonly maxConcurrentActivityFunctions?: number | undefined;
  readonly maxConcurrentOrchestratorFunctions?: number | undefined;
  readonly storageProvider?: { readonly workItemQueueVisibilityTimeout?: number | undefined } | undefined;
}): DurableSettings {
  const { maxConcurrentActivityFunctions: activities, maxConcurrentOrchestratorFunctions: orchestrators } = durableTask;
  const redeliveryMs = durableTask.storageProvider?.workItemQueueVisibilityTimeout;
  return {
    ...(activities === undefined ? {} : { maxConcurrentActivities: activities }),
    ...(orchestrators === undefined ? {} : { maxConcurrentOrchestrators: orchestrators }),
    ...(redeliveryMs === undefined ? {} : { activityRedeliveryMs: redeliveryMs }),
  };
}

function parseTimeout(text: string): number | undefined {
  if (text === '-1') return undefined;
  const timeoutMs = parseTimeSpan(text);
  if (timeoutMs === undefined) throw new Error(`host.json: functionTimeout '${text}' is neither hh:mm:ss nor -1.`);
  return timeoutMs;
}

/** Makes the function that replaces `%NAME%` in binding expressions. It throws for a setting that is missing. */
export function createSettingResolver(
  settings: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  return (text) =>
    text.replaceAll(/%([^%]+)%/g, (_whole, name: string) => {
      const value = settings[name];
      if (value === undefined) throw new Error(`'%${name}%' names an app setting that is not there.`);
      return value;
    });
}
