import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type ClockOrigin, clockOriginSchema } from './clock.ts';
import { ConfigError } from './config-error.ts';
import { cloudFacts } from './domain/cloud/cloud-facts.ts';
import type { EventTarget } from './domain/events/event-target.ts';
import type { FleetFile } from './domain/fleet/fleet-schema.ts';
import { parseFleetFile } from './domain/fleet/parse-fleet-file.ts';
import type { AppSettings } from './ports/ports.ts';
import { exampleOf, isSettingName, settingNames, settingsSchema } from './settings.ts';

/** Everything the app is told from outside. */
export interface Config {
  readonly settings: AppSettings;
  readonly fleet: FleetFile;
  readonly tables: TablesConfig;
  readonly resourceManager: ArmConfig;
  /** Undefined: app time is real time. */
  readonly clockOrigin: ClockOrigin | undefined;
}

/** Where the tables are; `prefix` begins their names. */
export type TablesConfig = { readonly prefix: string } & (
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly endpoint: string; readonly managedIdentityClientId: string | undefined }
);

/** Azure Resource Manager; addresses without a slash at their end. */
export interface ArmConfig {
  readonly endpoint: string;
  readonly audience: string;
  /** Undefined: the system-assigned identity. */
  readonly managedIdentityClientId: string | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;
type Settings = z.output<typeof settingsSchema>;

/** A permit lives 5 s of real time; after 6 s none is left that was given before a freeze. */
const freezeDrainMs = 6_000;

/**
 * Reads settings, fleet file and clock file. An empty setting counts as not set.
 * @throws ConfigError that lists everything that is wrong in any of them, never with a setting's value.
 */
export function loadConfig(env: Env = process.env): Config {
  const given = Object.fromEntries(
    settingNames.flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()] as const] : [])),
  );
  const parsed = settingsSchema.safeParse(given);
  const fleet = loadFleet(given);
  const clock = loadClock(given.AMO_CLOCK_FILE);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => describeSetting(String(issue.path[0]), given, issue.message)),
    ...checkTogether(env, given),
    ...fleet.problems,
    ...checkWiring(given, fleet.value),
    ...clock.problems,
  ];
  if (!parsed.success || fleet.value === undefined || problems.length > 0)
    throw new ConfigError([...new Set(problems)]);
  return toConfig(parsed.data, fleet.value, clock.value);
}

function toConfig(settings: Settings, fleet: FleetFile, clockOrigin: ClockOrigin | undefined): Config {
  const cloud = settings.AMO_CLOUD;
  const ofCloud = cloudFacts(cloud);
  const endpoint = settings.AMO_ARM_ENDPOINT ?? ofCloud.resourceManager;
  // An endpoint of its own, such as a simulator, is called with tokens of its own.
  const audience = settings.AMO_ARM_ENDPOINT ?? ofCloud.tokenAudience;
  return {
    settings: {
      ownPrincipals: settings.AMO_OWN_PRINCIPALS,
      allowKeyWrites: settings.AMO_ALLOW_KEY_WRITES,
      tickSeconds: settings.AMO_TICK_SECONDS,
      sweepMinutes: settings.AMO_SWEEP_MINUTES,
      cloud,
      events: toEventTarget(settings),
      freezeDrainMs,
    },
    fleet,
    tables: toTables(settings),
    resourceManager: {
      endpoint,
      audience: settings.AMO_ARM_AUDIENCE ?? audience,
      managedIdentityClientId: settings.AMO_IDENTITY_CLIENT_ID,
    },
    clockOrigin,
  };
}

/** Event subscriptions have at most 64 letters, digits and dashes for a name. */
function toEventTarget(settings: Settings): EventTarget | undefined {
  const { AMO_EVENT_DESTINATION: destination, AMO_EVENT_DEAD_LETTER: deadLetters } = settings;
  if (destination === undefined || deadLetters === undefined) return undefined;
  const deployment = settings.AMO_DEPLOYMENT ?? settings.AMO_HUB_NAME.toLowerCase();
  return { name: `amo-${deployment}`, destination, deadLetters, ownPrincipals: settings.AMO_OWN_PRINCIPALS };
}

function toTables(settings: Settings): TablesConfig {
  const prefix = settings.AMO_TABLE_PREFIX;
  const { AMO_TABLES_ENDPOINT: endpoint, AMO_IDENTITY_CLIENT_ID: managedIdentityClientId } = settings;
  return endpoint === undefined
    ? { kind: 'connectionString', connectionString: settings.AzureWebJobsStorage ?? '', prefix }
    : { kind: 'identity', endpoint, managedIdentityClientId, prefix };
}

function describeSetting(name: string, given: Env, message: string): string {
  if (!isSettingName(name)) return `${name}: ${message}`;
  const what = given[name] === undefined ? 'is missing' : message;
  return `${name} ${what}. Example: ${exampleOf(name)}`;
}

/** What no setting can tell alone: misspelt names, and settings that need or exclude each other. */
function checkTogether(env: Env, given: Env): readonly string[] {
  const unknown = Object.keys(env).filter((name) => name.startsWith('AMO_') && !isSettingName(name));
  return [
    ...unknown.map((name) => `${name} is no setting of this app. See docs/settings.md for the names.`),
    ...(given.AzureWebJobsStorage === undefined && given.AMO_TABLES_ENDPOINT === undefined
      ? ['AzureWebJobsStorage or AMO_TABLES_ENDPOINT must be set: the app keeps its state in tables.']
      : []),
    ...(given.AMO_FLEET !== undefined && given.AMO_FLEET_FILE !== undefined
      ? ['AMO_FLEET and AMO_FLEET_FILE are both set: remove one.']
      : []),
  ];
}

/** A file that wires events has to be told where to, and where those go that cannot be delivered. */
function checkWiring(given: Env, fleet: FleetFile | undefined): readonly string[] {
  if (fleet?.subscriptions.some(({ events }) => events === 'wire') !== true) return [];
  const needed = ['AMO_EVENT_DESTINATION', 'AMO_EVENT_DEAD_LETTER'] as const;
  return needed
    .filter((name) => given[name] === undefined)
    .map(
      (name) => `${name} must be set: an entry of subscriptions[] has "events": "wire". Example: ${exampleOf(name)}`,
    );
}

interface Loaded<T> {
  readonly value: T | undefined;
  readonly problems: readonly string[];
}

function loadFleet(given: Env): Loaded<FleetFile> {
  const path = given.AMO_FLEET_FILE ?? settingsSchema.shape.AMO_FLEET_FILE.parse(undefined);
  const source = given.AMO_FLEET === undefined ? path : 'AMO_FLEET';
  const read = given.AMO_FLEET === undefined ? readText(path, 'AMO_FLEET_FILE') : asLoaded(given.AMO_FLEET);
  if (read.value === undefined) return { value: undefined, problems: read.problems };
  const parsed = parseFleetFile(read.value);
  if (parsed.kind === 'valid') return asLoaded(parsed.fleet);
  const problems = parsed.errors.map((error) => [source, error.path].join(' ').trim().concat(`: ${error.message}`));
  return { value: undefined, problems };
}

function loadClock(path: string | undefined): Loaded<ClockOrigin> {
  if (path === undefined) return { value: undefined, problems: [] };
  const read = readText(path, 'AMO_CLOCK_FILE');
  if (read.value === undefined) return { value: undefined, problems: read.problems };
  const parsed = clockOriginSchema.safeParse(parseJson(read.value));
  if (parsed.success) return asLoaded(parsed.data);
  return {
    value: undefined,
    problems: parsed.error.issues.map((issue) => `${path} ${issue.path.join('.')}: ${issue.message}`),
  };
}

function readText(path: string, setting: string): Loaded<string> {
  try {
    return asLoaded(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      value: undefined,
      problems: [`${setting} names a file that cannot be read (${why}). Name a file that exists.`],
    };
  }
}

function asLoaded<T>(value: T): Loaded<T> {
  return { value, problems: [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
