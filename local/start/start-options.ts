import { parseArgs } from 'node:util';
import { loadSeed } from '../azure/seed/load-seed.ts';
import { usage } from './usage.ts';

export interface StartOptions {
  /** `demo`, `empty` or the path of a JSON file. */
  readonly tenant: string;
  /** How much faster than real time app time runs, 1 to 60. */
  readonly speed: number;
  /** Undefined: the usual port, or the next free one. */
  readonly port: number | undefined;
  readonly azurePort: number | undefined;
  readonly data: string;
  readonly goal: 'play' | 'tour' | 'untilSettled';
  /** Arm after the adoption report, whatever the tenant. */
  readonly arm: boolean;
  readonly keep: boolean;
  readonly verbose: boolean;
}

export type ParsedOptions =
  | { readonly kind: 'run'; readonly options: StartOptions }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'wrong'; readonly message: string };

const known = {
  tenant: { type: 'string', default: 'demo' },
  speed: { type: 'string', default: '20' },
  port: { type: 'string' },
  'azure-port': { type: 'string' },
  data: { type: 'string', default: '.data' },
  tour: { type: 'boolean', default: false },
  'until-settled': { type: 'boolean', default: false },
  arm: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

class OptionError extends Error {}

/** Reads the options of `npm start`, with the tenant file; never throws. */
export function parseStartOptions(args: readonly string[]): ParsedOptions {
  try {
    const { values } = parseArgs({ args: [...args], options: known });
    if (values.help) return { kind: 'help', text: usage };
    const { tenant, data, keep, verbose } = values;
    if (values.tour && values['until-settled']) throw new OptionError('--tour and --until-settled: give one of them.');
    if (data.trim() === '') throw new OptionError('--data is empty: give a folder.');
    const options: StartOptions = {
      tenant: checkTenant(tenant),
      speed: readNumber('--speed', values.speed, 1, 60),
      port: values.port === undefined ? undefined : readNumber('--port', values.port, 1, 65_535),
      azurePort:
        values['azure-port'] === undefined ? undefined : readNumber('--azure-port', values['azure-port'], 1, 65_535),
      data,
      goal: values.tour ? 'tour' : values['until-settled'] ? 'untilSettled' : 'play',
      arm: values.arm,
      keep,
      verbose,
    };
    if (options.port !== undefined && options.port === options.azurePort) {
      throw new OptionError(`--port and --azure-port are both ${options.port}: they must differ.`);
    }
    return { kind: 'run', options };
  } catch (error) {
    return { kind: 'wrong', message: `${messageOf(error)}\n"npm start -- --help" lists every option.` };
  }
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new OptionError(`${name} ${text}: it must be a whole number from ${least} to ${most}.`);
}

function checkTenant(tenant: string): string {
  try {
    loadSeed(tenant);
    return tenant;
  } catch (error) {
    throw new OptionError(`--tenant: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Node's own text tells how to pass a positional argument, which there is none of here. */
function messageOf(error: unknown): string {
  if (error instanceof OptionError) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  return text.split('. To specify')[0]?.split('. This command')[0]?.concat('.').replace(/\.\.$/, '.') ?? text;
}
