import { parseArgs } from 'node:util';
import { faultPresets } from '../azure/faults/fault-presets.ts';
import { UsageError } from './usage-error.ts';

/** What a machine command may say beside the name. */
export interface MachineOptions {
  readonly name: string;
  readonly os: 'linux' | 'windows';
  readonly region: string;
  readonly group: string | undefined;
}

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | ({ readonly kind: 'vm'; readonly action: 'create' | 'start' | 'stop' | 'delete' } & MachineOptions)
  | ({ readonly kind: 'arc'; readonly action: 'create' | 'connect' | 'disconnect' | 'delete' } & MachineOptions)
  | { readonly kind: 'subscription'; readonly action: 'list' }
  | {
      readonly kind: 'subscription';
      readonly action: 'create' | 'set' | 'delete';
      readonly name: string;
      readonly changes: SubscriptionChanges;
    }
  | { readonly kind: 'fault'; readonly action: 'list' | 'clear' }
  | { readonly kind: 'fault'; readonly action: 'add'; readonly fault: unknown };

/** What changes of a subscription; members of `POST /_sim/subscriptions`. */
export interface SubscriptionChanges {
  readonly state?: string;
  readonly tenantId?: string;
  readonly managementGroup?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const vmActions = ['create', 'start', 'stop', 'delete'] as const;
const arcActions = ['create', 'connect', 'disconnect', 'delete'] as const;
const subscriptionActions = ['list', 'create', 'set', 'delete'] as const;

export interface CommandLine {
  readonly command: Command;
  /** The folder of the running instance. */
  readonly data: string;
  /** Name or id of the subscription that machines are in; undefined for the first one. */
  readonly subscription: string | undefined;
}

/** Reads a command line; throws {@link UsageError} with what is wrong. */
export function parseCommand(argv: readonly string[]): CommandLine {
  const { values, positionals } = parse(argv);
  const where = { data: values.data ?? '.data', subscription: values.subscription };
  const [subject, ...rest] = positionals;
  if (values.help === true || subject === undefined || subject === 'help') {
    return { command: { kind: 'help' }, ...where };
  }
  return { command: commandOf(subject, rest, values), ...where };
}

type Values = ReturnType<typeof parse>['values'];

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        data: text,
        os: text,
        region: text,
        group: text,
        subscription: text,
        state: text,
        tenant: text,
        'management-group': text,
        tag: { type: 'string', multiple: true },
        path: text,
        method: text,
        principal: text,
        times: text,
        'retry-after': text,
        machine: text,
        type: text,
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function commandOf(subject: string, rest: readonly string[], values: Values): Command {
  if (subject === 'list') return { kind: 'list' };
  if (subject === 'fault') return faultCommand(rest, values);
  if (subject === 'vm') {
    return { kind: 'vm', action: oneOf(vmActions, rest[0], 'vm'), ...machineOptions(rest, values) };
  }
  if (subject === 'arc') {
    return { kind: 'arc', action: oneOf(arcActions, rest[0], 'arc'), ...machineOptions(rest, values) };
  }
  if (subject === 'subscription') return subscriptionCommand(rest, values);
  throw new UsageError(`'${subject}' is not a command. Use vm, arc, list, subscription or fault.`);
}

function subscriptionCommand([what, name, ...more]: readonly string[], values: Values): Command {
  const action = oneOf(subscriptionActions, what, 'subscription');
  if (action === 'list') return { kind: 'subscription', action };
  if (name === undefined) throw new UsageError('The name or id of the subscription is missing.');
  if (more.length > 0) throw new UsageError(`One subscription at a time: '${more.join(' ')}' is too much.`);
  const changes = subscriptionChanges(values);
  if (action === 'set' && Object.keys(changes).length === 0) {
    throw new UsageError('subscription set needs --state, --tenant, --management-group or --tag.');
  }
  return { kind: 'subscription', action, name, changes };
}

function subscriptionChanges(values: Values): SubscriptionChanges {
  const { state, tenant, tag } = values;
  const group = values['management-group'];
  return {
    ...(state === undefined ? {} : { state }),
    ...(tenant === undefined ? {} : { tenantId: tenant }),
    ...(group === undefined ? {} : { managementGroup: group }),
    ...(tag === undefined ? {} : { tags: Object.fromEntries(tag.map(parseTag)) }),
  };
}

function parseTag(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--tag must be name=value, not '${text}'.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function machineOptions([, name, ...more]: readonly string[], values: Values): MachineOptions {
  if (name === undefined) throw new UsageError('The name of the machine is missing.');
  if (more.length > 0) throw new UsageError(`One machine at a time: '${more.join(' ')}' is too much.`);
  if (!/^[a-zA-Z0-9][a-zA-Z0-9-_.]{0,53}$/.test(name)) {
    throw new UsageError(
      `'${name}' is not a machine name: up to 54 letters, digits, - _ . and a letter or digit first.`,
    );
  }
  const os = oneOf(['linux', 'windows'] as const, values.os ?? 'linux', '--os');
  return { name, os, region: values.region ?? 'westeurope', group: values.group };
}

function faultCommand([what, ...rest]: readonly string[], values: Values): Command {
  if (what === undefined) throw new UsageError('fault needs list, clear, json, exit or the name of a preset.');
  if (what === 'list' || what === 'clear') return { kind: 'fault', action: what };
  if (what === 'json') return { kind: 'fault', action: 'add', fault: parseJson(rest[0]) };
  const times = values.times === undefined ? {} : { times: wholeNumber('--times', values.times) };
  if (what === 'exit') {
    const { machine, type } = values;
    const outcome = { exitCode: wholeNumber('the exit code', rest[0]) };
    return { kind: 'fault', action: 'add', fault: { extension: { machine, type }, outcome, ...times } };
  }
  if (!Object.hasOwn(faultPresets, what)) {
    throw new UsageError(
      `'${what}' is no fault. Use list, clear, json, exit or one of ${Object.keys(faultPresets).join(', ')}.`,
    );
  }
  const { path, method, principal } = values;
  const wait = values['retry-after'];
  const retryAfter = wait === undefined ? {} : { retryAfter: wholeNumber('--retry-after', wait) };
  return { kind: 'fault', action: 'add', fault: { preset: what, path, method, principal, ...times, ...retryAfter } };
}

function oneOf<const T extends readonly string[]>(allowed: T, given: string | undefined, of: string): T[number] {
  const found = allowed.find((each) => each === given);
  if (found === undefined) throw new UsageError(`${of} takes ${allowed.join(', ')}, not '${given ?? ''}'.`);
  return found;
}

function wholeNumber(what: string, text: string | undefined): number {
  if (text !== undefined && /^-?\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${what} must be a whole number, not '${text ?? ''}'.`);
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new UsageError('fault json needs one fault as JSON, in quotes. local/README.md describes its fields.');
  }
}
