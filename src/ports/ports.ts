import type { CloudName } from '../domain/cloud/cloud-name.ts';
import type { EventTarget } from '../domain/events/event-target.ts';
import type { FleetFile } from '../domain/fleet/fleet-schema.ts';
import type { AzurePort } from './azure.ts';
import type { StorePort } from './store.ts';

/** Everything outside the app, as small doors. `registerApp(ports)` is the only way in. */
export interface Ports {
  /** App time: pacing, leases, ladder, age of machines. */
  readonly clock: Clock;
  /** Real time: age of a look, life of a permit. */
  readonly wallClock: Clock;
  /** Resolves after so many milliseconds of real time. */
  readonly pause: (ms: number) => Promise<void>;
  readonly newId: () => string;
  /** A number in [0, 1), for jitter. */
  readonly random: () => number;
  readonly azure: AzurePort;
  readonly store: StorePort;
  readonly fleet: FleetFile;
  readonly settings: AppSettings;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The settings that functions and activities need; `config.ts` reads them. */
export interface AppSettings {
  /** Object ids and app ids of our own principals, lower-case: their events are ours. */
  readonly ownPrincipals: readonly string[];
  /** Writes through HTTP with a function key only. */
  readonly allowKeyWrites: boolean;
  readonly tickSeconds: number;
  /** Between two runs that read what there is: a divisor of 60. */
  readonly sweepMinutes: number;
  /** Which Azure this is: what does not exist there is reported and not attempted. */
  readonly cloud: CloudName;
  /** Where events of subscriptions go; undefined where fleet.json wires none, and the settings do not say. */
  readonly events: EventTarget | undefined;
  /** How long POST /freeze waits before it answers, so that no older permit is alive. Milliseconds of real time. */
  readonly freezeDrainMs: number;
}
