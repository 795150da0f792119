import { Console } from 'node:console';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { freeLedger } from '../clock/ledger.ts';
import { ScaledClock } from '../clock/scaled-clock.ts';
import { createEngine } from '../durable/create-engine.ts';
import { FileStore } from '../durable/store/file-store.ts';
import { readOrCreateClock } from './clock-file.ts';
import { createHost, type Host } from './host.ts';
import { createSettingResolver, parseHostJson } from './host-json.ts';
import { overrideHostJson } from './host-json-overrides.ts';
import { readOrCreateKeys } from './keys-file.ts';
import { type LoadedApp, loadApp } from './load-app.ts';
import { applyLocalSettings, LocalSettingsError } from './local-settings.ts';
import { createLineLog } from './log-sink.ts';
import { createFileTimerStatusStore } from './timer-status.ts';

interface Options {
  readonly app: string;
  readonly data: string;
  readonly settings: string | undefined;
  readonly port: number;
  readonly verbose: boolean;
}

const usage =
  'usage: node --import tsx local/host/main.ts --data DIR [--app DIR] [--settings FILE] [--port N] [--verbose]';
const stopWithinMs = 1500;

// Stdout carries the one line that says where the host is; everything else is for people.
globalThis.console = new Console(process.stderr, process.stderr);
await main();

/** Runs an app until SIGTERM. Exit code 2 for bad options and settings files, 1 when the app cannot be loaded. */
async function main(): Promise<void> {
  const options = readOptions();
  try {
    mkdirSync(options.data, { recursive: true, mode: 0o700 });
    if (options.settings !== undefined) applyLocalSettings(options.settings, process.env);
    process.env.WEBSITE_HOSTNAME ??= `127.0.0.1:${options.port}`;
    const host = await start(loadApp(options.app), options);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(host));
    process.stdout.write(`${JSON.stringify({ url: host.url, functions: host.functions })}\n`);
  } catch (error) {
    fail(error instanceof LocalSettingsError ? 2 : 1, error instanceof Error ? error.message : String(error));
  }
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        app: { type: 'string', default: '.' },
        data: { type: 'string' },
        settings: { type: 'string' },
        port: { type: 'string', default: '7071' },
        verbose: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (values.data === undefined) throw new Error('--data is missing.');
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is not a port.`);
    return { ...values, app: resolve(values.app), data: resolve(values.data), settings: values.settings, port };
  } catch (error) {
    return fail(2, `${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

function start(app: LoadedApp, options: Options): Promise<Host> {
  const time = new ScaledClock(readOrCreateClock(join(options.data, 'clock.json')));
  const resolveSettings = createSettingResolver(process.env);
  const hostJson = parseHostJson(overrideHostJson(app.hostJson, process.env), resolveSettings);
  const log = createLineLog((line) => process.stderr.write(`${line}\n`), options.verbose);
  const say = (message: string): void =>
    log({ level: 'warning', functionName: undefined, invocationId: undefined, message });
  return createHost({
    registry: app.registry,
    time,
    ledger: freeLedger,
    keys: readOrCreateKeys(join(options.data, 'keys.json')),
    hostJson,
    log,
    resolveSettings,
    timerStatuses: createFileTimerStatusStore(join(options.data, 'timers.json')),
    port: options.port,
    engineFactory: (invoker) =>
      createEngine({
        time,
        ledger: freeLedger,
        store: new FileStore(join(options.data, 'durable')),
        invoker,
        options: {
          ...hostJson.durable,
          onDiagnostic: ({ kind, message }) => say(`${kind}: ${message}`),
          onCrash: (error) => fail(1, `The durable engine stopped: ${error instanceof Error ? error.message : error}`),
        },
      }),
  });
}

async function stop(host: Host): Promise<void> {
  setTimeout(() => process.exit(0), stopWithinMs).unref();
  await host.stop();
  process.exit(0);
}

function fail(code: number, message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
