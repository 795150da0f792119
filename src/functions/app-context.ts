import type { FleetCounts } from '../operator/fleet-status.ts';
import type { CountedMachines } from '../operator/machines-of-subscription.ts';
import type { ReadWorkspaces } from '../operator/read-workspaces.ts';
import type { Ports } from '../ports/ports.ts';
import type { HintStart } from '../work/start-hints.ts';
import type { Ticker } from '../work/ticker.ts';
import type { Intake } from './triggers/intake.ts';

/** What the triggers of one process share. */
export interface AppContext {
  readonly ports: Ports;
  readonly ticker: Ticker;
  /** Of machines. */
  readonly hintStart: HintStart;
  readonly hintSubscription: HintStart;
  /** Whether subscriptions are targets of this app. */
  readonly looksAtSubscriptions: boolean;
  readonly intake: Intake;
  readonly countFleet: () => Promise<FleetCounts>;
  /** How many machines each subscription has. */
  readonly countMachines: () => Promise<CountedMachines>;
  /** What agents of machines mean for workspaces. */
  readonly readWorkspaces: () => Promise<ReadWorkspaces>;
}
