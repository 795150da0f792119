import * as z from 'zod';

const schema = z.object({
  version: z.literal('2.0').optional(),
  functionTimeout: z.string().optional(),
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default('api') }).optional(),
      durableTask: z.looseObject({ hubName: z.string().default('TestHubName') }).optional(),
    })
    .loose()
    .optional(),
});

/** The part of host.json that this host honours; the rest is Azure's. */
export interface HostJson {
  readonly routePrefix: string;
  readonly hubName: string;
  /** Real time; undefined for no limit. */
  readonly functionTimeoutMs: number | undefined;
  /** Settings of the durable extension as written, for the engine. */
  readonly durableTask: Readonly<Record<string, unknown>>;
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
    durableTask: extensions?.durableTask ?? {},
  };
}

function parseTimeout(text: string): number | undefined {
  if (text === '-1') return undefined;
  const [, hours, minutes, seconds] = /^(\d\d):(\d\d):(\d\d)$/.exec(text) ?? [];
  if (hours === undefined) throw new Error(`host.json: functionTimeout '${text}' is neither hh:mm:ss nor -1.`);
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
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
