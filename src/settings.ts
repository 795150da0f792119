import { z } from 'zod';
import { cloudNames } from './domain/cloud/cloud-name.ts';

const guid = z.guid({ error: 'must be a GUID' }).overwrite((text) => text.toLowerCase());
const httpsUrl = z
  .url({ protocol: /^https$/, error: 'must be an https address' })
  .overwrite((text) => text.replace(/\/+$/, ''));
const trueOrFalse = z.stringbool({ truthy: ['true'], falsy: ['false'], error: 'must be true or false' });

const inGroup = '^/subscriptions/[^/]+/resourceGroups/[^/]+/providers';
const account = `${inGroup}/Microsoft\\.Storage/storageAccounts/[a-z0-9]{3,24}`;
const eventDestination = new RegExp(
  `${inGroup}/Microsoft\\.Web/sites/[^/]+/functions/[^/]+$|${account}/queueServices/default/queues/[a-z0-9-]{3,63}$`,
  'i',
);
const blobContainer = new RegExp(`${account}/blobServices/default/containers/[a-z0-9-]{3,63}$`, 'i');

/** What a setting is for; shown in docs/settings.md and in the error about it. */
interface SettingMeta {
  readonly description: string;
  readonly example: string;
}

/** Every app setting that the app reads, by name. Text in, values out. */
export const settingsSchema = z.object({
  AMO_HUB_NAME: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{2,44}$/, 'must be 3 to 45 letters and digits that begin with a letter')
    .meta({
      description:
        'Name of the task hub (host.json reads it). One per environment; a new name starts with no orchestration.',
      example: 'AmoProduction',
    } satisfies SettingMeta),
  AzureWebJobsStorage: z
    .string()
    .regex(/(^|;)(AccountName|TableEndpoint|UseDevelopmentStorage)=[^;]+/i, 'must be a storage connection string')
    .optional()
    .meta({
      description:
        'Storage of the Functions host, and of the tables unless AMO_TABLES_ENDPOINT is set. The host also takes the form with identity (AzureWebJobsStorage__accountName).',
      example: 'UseDevelopmentStorage=true',
    } satisfies SettingMeta),
  FUNCTIONS_WORKER_RUNTIME: z
    .literal('node', { error: 'must be node' })
    .default('node')
    .meta({
      description: 'Language of the app, for the Functions host.',
      example: 'node',
    } satisfies SettingMeta),
  AMO_TABLES_ENDPOINT: httpsUrl.optional().meta({
    description: 'Table endpoint that the app signs in to with its managed identity.',
    example: 'https://amostorage.table.core.windows.net',
  } satisfies SettingMeta),
  AMO_TABLE_PREFIX: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{0,19}$/, 'must be 1 to 20 letters and digits that begin with a letter')
    .default('amo')
    .meta({
      description: 'Begins the name of every table, so that environments can share an account.',
      example: 'amo',
    } satisfies SettingMeta),
  AMO_CLOUD: z
    .enum(cloudNames, { error: `must be one of ${cloudNames.join(', ')}` })
    .default('AzureCloud')
    .meta({
      description: `Which Azure: ${cloudNames.join(', ')}. It decides addresses, the hosts in hints, and what exists.`,
      example: 'AzureUSGovernment',
    } satisfies SettingMeta),
  AMO_ARM_ENDPOINT: httpsUrl.optional().meta({
    description: 'Address of Azure Resource Manager instead of that of AMO_CLOUD, e.g. of a simulator.',
    example: 'https://127.0.0.1:8443',
  } satisfies SettingMeta),
  AMO_ARM_AUDIENCE: httpsUrl.optional().meta({
    description:
      'Whom tokens for Azure Resource Manager are for. Left out: AMO_ARM_ENDPOINT, or else what AMO_CLOUD says.',
    example: 'https://management.azure.com',
  } satisfies SettingMeta),
  AMO_IDENTITY_CLIENT_ID: guid.optional().meta({
    description: "Client id of the app's user-assigned identity. Left out: its system-assigned identity.",
    example: '11111111-2222-3333-4444-555555555555',
  } satisfies SettingMeta),
  AMO_OWN_PRINCIPALS: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim().toLowerCase()))
    .pipe(z.array(z.guid({ error: 'must be GUIDs with commas between them' })))
    .meta({
      description:
        "Object id and application id of the app's identity, with a comma between: events about its own writes are ignored.",
      example: '11111111-2222-3333-4444-555555555555,66666666-7777-8888-9999-000000000000',
    } satisfies SettingMeta),
  AMO_DEPLOYMENT: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/, 'must be 1 to 60 letters, digits and dashes')
    .optional()
    .meta({
      description:
        'Names what the app makes for itself: its event subscriptions are amo-<deployment>. Left out: AMO_HUB_NAME in lower case.',
      example: 'production',
    } satisfies SettingMeta),
  AMO_EVENT_DESTINATION: z
    .string()
    .regex(eventDestination, 'must be the ARM id of a function or of a storage queue')
    .optional()
    .meta({
      description:
        'Where the events of subscriptions go that fleet.json wires: ARM id of a function with an Event Grid trigger, or of a storage queue.',
      example:
        '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/amo/providers/Microsoft.Web/sites/amo/functions/resourceEvents',
    } satisfies SettingMeta),
  AMO_EVENT_DEAD_LETTER: z
    .string()
    .regex(blobContainer, 'must be the ARM id of a blob container')
    .optional()
    .meta({
      description: 'Where Event Grid keeps events that it could not deliver: ARM id of a blob container.',
      example:
        '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/amo/providers/Microsoft.Storage/storageAccounts/amostorage/blobServices/default/containers/dead-letters',
    } satisfies SettingMeta),
  AMO_FLEET_FILE: z
    .string()
    .default('fleet.json')
    .meta({
      description: 'Path of the desired state, from the folder of the app.',
      example: 'fleet.json',
    } satisfies SettingMeta),
  AMO_FLEET: z
    .string()
    .optional()
    .meta({
      description: 'The desired state itself, as the JSON text of a fleet.json, instead of a file.',
      example: '{"scope":{"subscriptions":["11111111-2222-3333-4444-555555555555"]},"profiles":[{"name":"all"}]}',
    } satisfies SettingMeta),
  AMO_TICK_SECONDS: z
    .enum(['15', '20', '30'], { error: 'must be 15, 20 or 30, so that ticks divide a minute evenly' })
    .default('20')
    .transform(Number)
    .meta({
      description: 'Seconds between two rounds of starting what is owed: 15, 20 or 30.',
      example: '20',
    } satisfies SettingMeta),
  AMO_SWEEP_MINUTES: z
    .enum(['5', '10', '15', '20', '30', '60'], { error: 'must be 5, 10, 15, 20, 30 or 60' })
    .default('30')
    .transform(Number)
    .meta({
      description:
        'Minutes between two sweeps, which read all subscriptions in scope and where they lie: 5, 10, 15, 20, 30 or 60.',
      example: '30',
    } satisfies SettingMeta),
  AMO_ALLOW_KEY_WRITES: trueOrFalse.default(false).meta({
    description: 'Whether a function key alone may change anything through HTTP. For local use.',
    example: 'false',
  } satisfies SettingMeta),
  AMO_CLOCK_FILE: z
    .string()
    .optional()
    .meta({
      description: 'JSON file that makes app time run faster than real time. For local use.',
      example: '.data/clock.json',
    } satisfies SettingMeta),
});

export type SettingName = keyof typeof settingsSchema.shape;

export const settingNames = Object.keys(settingsSchema.shape).filter(isSettingName);

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingsSchema.shape, name);
}

/** A value that a setting could have, for the error about it. */
export function exampleOf(name: SettingName): string {
  return String(settingsSchema.shape[name].meta()?.example ?? '');
}
