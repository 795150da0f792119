import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsPage } from '../../scripts/settings-page.ts';
import { createAppClock } from '../../src/clock.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { ConfigError } from '../../src/config-error.ts';
import { settingNames } from '../../src/settings.ts';

const objectId = '11111111-2222-3333-4444-555555555555';
const appId = 'AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE';
const least = {
  AMO_HUB_NAME: 'AmoTest',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  AMO_OWN_PRINCIPALS: `${objectId}, ${appId}`,
};

function configOf(settings: Record<string, string> = {}): Config {
  return loadConfig({ ...least, ...settings });
}

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

function writeTemporary(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'amo-')), 'file.json');
  writeFileSync(path, text);
  return path;
}

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

describe('loadConfig', () => {
  it('needs three settings and gives every other its default', () => {
    expect(configOf()).toMatchObject({
      settings: {
        ownPrincipals: [objectId, appId.toLowerCase()],
        allowKeyWrites: false,
        tickSeconds: 20,
        sweepMinutes: 30,
        cloud: 'AzureCloud',
        events: undefined,
        freezeDrainMs: 6000,
      },
      tables: { kind: 'connectionString', connectionString: 'UseDevelopmentStorage=true', prefix: 'amo' },
      resourceManager: {
        endpoint: 'https://management.azure.com',
        audience: 'https://management.azure.com',
        managedIdentityClientId: undefined,
      },
      clockOrigin: undefined,
    });
    expect(configOf().fleet.profiles.map((profile) => profile.name)).toEqual(['dev-test', 'production']);
  });

  it('uses the identity for tables where an endpoint is given', () => {
    const tables = configOf({
      AzureWebJobsStorage: '',
      AMO_TABLES_ENDPOINT: 'https://a.table.core.windows.net/',
      AMO_IDENTITY_CLIENT_ID: objectId,
    }).tables;
    expect(tables).toEqual({
      kind: 'identity',
      endpoint: 'https://a.table.core.windows.net',
      managedIdentityClientId: objectId,
      prefix: 'amo',
    });
  });

  it('P11: knows the sovereign clouds, and asks for tokens for a given endpoint', () => {
    const { settings, resourceManager } = configOf({ AMO_CLOUD: 'AzureChinaCloud' });
    expect(settings.cloud).toBe('AzureChinaCloud');
    expect(resourceManager.audience).toBe('https://management.chinacloudapi.cn');
    expect(configOf({ AMO_ARM_ENDPOINT: 'https://127.0.0.1:8443' }).resourceManager).toMatchObject({
      endpoint: 'https://127.0.0.1:8443',
      audience: 'https://127.0.0.1:8443',
    });
  });

  describe('where the file wires events', () => {
    const AMO_FLEET = JSON.stringify({
      scope: { subscriptions: [objectId] },
      profiles: [{ name: 'all' }],
      subscriptions: [{ events: 'wire' }],
    });
    const group = `/subscriptions/${objectId}/resourceGroups/amo/providers`;
    const account = `${group}/Microsoft.Storage/storageAccounts/amostorage`;
    const AMO_EVENT_DESTINATION = `${group}/Microsoft.Web/sites/amo/functions/resourceEvents`;
    const AMO_EVENT_DEAD_LETTER = `${account}/blobServices/default/containers/dead-letters`;
    const wired = { AMO_FLEET, AMO_EVENT_DESTINATION, AMO_EVENT_DEAD_LETTER };

    it('C1: does not start without a destination and a place for dead letters', () => {
      expect(problemsOf({ ...least, AMO_FLEET })).toEqual([
        expect.stringMatching(/^AMO_EVENT_DESTINATION must be set: an entry of subscriptions\[\] has "events": "wire"/),
        expect.stringMatching(/^AMO_EVENT_DEAD_LETTER must be set: /),
      ]);
    });

    it.each([
      ['a function', AMO_EVENT_DESTINATION],
      ['a queue', `${account}/queueServices/default/queues/events`],
    ])('C1: takes %s, and names the event subscription after the hub', (_, destination) => {
      expect(configOf({ ...wired, AMO_EVENT_DESTINATION: destination }).settings.events).toEqual({
        name: 'amo-amotest',
        destination,
        deadLetters: AMO_EVENT_DEAD_LETTER,
        ownPrincipals: [objectId, appId.toLowerCase()],
      });
    });

    it('C1: names the event subscription after the deployment', () => {
      expect(configOf({ ...wired, AMO_DEPLOYMENT: 'prod-1' }).settings.events?.name).toBe('amo-prod-1');
    });

    it.each([
      ['AMO_DEPLOYMENT', 'prod_1'],
      ['AMO_DEPLOYMENT', 'x'.repeat(61)],
      ['AMO_EVENT_DESTINATION', account],
      ['AMO_EVENT_DESTINATION', `${group}/Microsoft.Web/sites/amo`],
      ['AMO_EVENT_DEAD_LETTER', account],
    ])('C1: refuses %s=%s', (name, value) => {
      expect(problemsOf({ ...least, ...wired, [name]: value })).toEqual([
        expect.stringMatching(new RegExp(`^${name} must be `)),
      ]);
    });
  });

  it('takes the desired state from a setting instead of a file', () => {
    const fleet = { scope: { subscriptions: [objectId] }, profiles: [{ name: 'inline' }] };
    expect(configOf({ AMO_FLEET: JSON.stringify(fleet) }).fleet.profiles[0]?.name).toBe('inline');
  });

  it('lists everything wrong in settings and fleet file at once, with an example each', () => {
    const problems = problemsOf({
      AMO_HUB_NAME: '1',
      AMO_OWN_PRINCIPALS: 'me,you',
      AMO_TICK_SECONDS: '7',
      AMO_ALLOW_KEY_WRITES: 'yes',
      AMO_CLOUD: 'Mars',
      AMO_ARM_ENDPOINT: 'http://127.0.0.1',
      AMO_TICK_SECOND: '20',
      AMO_FLEET_FILE: writeTemporary('{"scope":{"subscriptions":["contoso"]},"profiles":[{"name":"A"}]}'),
      AMO_CLOCK_FILE: writeTemporary('{"startAppMs":0,"startRealMs":0,"speed":100}'),
    });
    expect(problems).toEqual([
      'AMO_HUB_NAME must be 3 to 45 letters and digits that begin with a letter. Example: AmoProduction',
      'AMO_CLOUD must be one of AzureCloud, AzureUSGovernment, AzureChinaCloud. Example: AzureUSGovernment',
      expect.stringMatching(/^AMO_ARM_ENDPOINT must be an https address\. Example: https:/),
      expect.stringMatching(/^AMO_OWN_PRINCIPALS must be GUIDs with commas between them\. Example: /),
      expect.stringMatching(/^AMO_TICK_SECONDS must be 15, 20 or 30/),
      'AMO_ALLOW_KEY_WRITES must be true or false. Example: false',
      expect.stringMatching(/^AMO_TICK_SECOND is no setting of this app/),
      expect.stringMatching(/^AzureWebJobsStorage or AMO_TABLES_ENDPOINT must be set/),
      expect.stringMatching(/file\.json scope\.subscriptions\[0\]: write the GUID/),
      expect.stringMatching(/file\.json profiles\[0\]\.name: /),
      expect.stringMatching(/file\.json speed: /),
    ]);
  });

  it('says of an empty environment what is missing', () => {
    expect(problemsOf({})).toEqual([
      'AMO_HUB_NAME is missing. Example: AmoProduction',
      expect.stringMatching(/^AMO_OWN_PRINCIPALS is missing\. Example: /),
      expect.stringMatching(/^AzureWebJobsStorage or AMO_TABLES_ENDPOINT must be set/),
    ]);
  });

  it.each([
    {
      case: 'a fleet file that is not there',
      setting: { AMO_FLEET_FILE: 'no-such.json' },
      problem: /^AMO_FLEET_FILE names a file that cannot be read \(ENOENT.*no-such\.json/,
    },
    { case: 'an inline fleet that is not JSON', setting: { AMO_FLEET: '{' }, problem: /^AMO_FLEET: is not JSON/ },
    { case: 'both kinds of fleet', setting: { AMO_FLEET: '{}', AMO_FLEET_FILE: 'fleet.json' }, problem: /both set/ },
    {
      case: 'a clock file that is not JSON',
      setting: { AMO_CLOCK_FILE: writeTemporary('now') },
      problem: /expected object/,
    },
    {
      case: 'a clock file that is not there',
      setting: { AMO_CLOCK_FILE: 'no-such.json' },
      problem: /^AMO_CLOCK_FILE names a file/,
    },
  ])('refuses $case', ({ setting, problem }) => {
    expect(problemsOf({ ...least, ...setting })).toContainEqual(expect.stringMatching(problem));
  });

  it('never repeats a value, which may be a secret', () => {
    const secret = 'S3cr3t';
    const wrong = Object.fromEntries(settingNames.map((name) => [name, secret]));
    const files = { AMO_FLEET: '', AMO_FLEET_FILE: 'fleet.json', AMO_CLOCK_FILE: '' };
    const problems = problemsOf({ ...wrong, ...files });
    expect(problems).toContainEqual(expect.stringMatching(/^AzureWebJobsStorage must be a storage connection string/));
    expect(problems.join('\n')).not.toContain(secret);
  });
});

describe('src/config.ts', () => {
  it('is the only reader of the environment', () => {
    const readers = globSync('src/**/*.ts').filter((path) => readFileSync(path, 'utf8').includes('process.env'));
    expect(readers).toEqual([join('src', 'config.ts')]);
  });
});

describe('the app clock', () => {
  it('runs from the origin in the clock file, as many times faster as it says', () => {
    const { clockOrigin } = configOf({
      AMO_CLOCK_FILE: writeTemporary('{"startAppMs":1000000,"startRealMs":5000,"speed":20}'),
    });
    expect(createAppClock(clockOrigin, { now: () => 5_000 }).now()).toBe(1_000_000);
    expect(createAppClock(clockOrigin, { now: () => 8_000 }).now()).toBe(1_060_000);
  });

  it('is real time without a clock file', () => {
    expect(createAppClock(configOf().clockOrigin, { now: () => 8_000 }).now()).toBe(8_000);
  });
});

describe('local.settings.sample.json', () => {
  const values: Record<string, string> = readJson('local.settings.sample.json').Values;

  it('has exactly the settings that the app reads', () => {
    expect(Object.keys(values).sort()).toEqual([...settingNames].sort());
  });

  it('starts the app, lets function keys write and holds no secret', () => {
    expect(loadConfig(values).settings.allowKeyWrites).toBe(true);
    expect(JSON.stringify(values)).not.toMatch(/AccountKey|SharedAccessSignature|sig=|password/i);
  });
});

describe('host.json', () => {
  const host = readJson('host.json');

  it('names only settings that the app has', () => {
    const named = [...readFileSync('host.json', 'utf8').matchAll(/%(\w+)%/g)].map((match) => match[1]);
    expect(named).toEqual(['AMO_HUB_NAME']);
    expect(settingNames).toEqual(expect.arrayContaining(named));
    expect(settingNames).toContain(host.extensions.durableTask.storageProvider.connectionName);
  });

  it('keeps inputs and outputs out of traces, and samples nothing that tells the history of an orchestration', () => {
    expect(host.extensions.durableTask.tracing).toMatchObject({
      distributedTracingEnabled: true,
      version: 'V2',
      traceInputsAndOutputs: false,
    });
    const unsampled = host.logging.applicationInsights.samplingSettings.excludedTypes.split(';');
    expect(unsampled).toEqual(expect.arrayContaining(['Request', 'Trace', 'Exception']));
  });

  it('takes the extension bundle of Functions 4', () => {
    expect(host.extensionBundle).toEqual({
      id: 'Microsoft.Azure.Functions.ExtensionBundle',
      version: '[4.*, 5.0.0)',
    });
  });
});

describe('docs/settings.md', () => {
  it('is what the settings generate (node --import tsx scripts/generate-settings.ts)', () => {
    expect(readFileSync('docs/settings.md', 'utf8')).toBe(settingsPage());
  });
});
