import type { DefenderFacts, PlanFacts } from '../domain/subscription/defender-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { AzureWrite } from '../domain/write/azure-write.ts';
import type { DefenderHalf, PartOutcome } from '../ports/azure.ts';
import type { Clock } from '../ports/ports.ts';
import type { ArmCaller } from './arm-caller.ts';
import { parseDefenderPlan, readDefenderPlan, readDefenderSettings } from './read-defender.ts';

/** The steps of one look follow each other within this time. */
const keptMs = 60_000;

interface Kept<T> {
  readonly value: T;
  readonly untilMs: number;
}

/**
 * Reads the plan and the settings of a subscription. A look reads both. A step reads what it is about to change, and takes
 * the other half from its look, unless a write of ours has been sent since: a look with five steps would read both six
 * times else.
 */
export class DefenderReader {
  readonly #caller: ArmCaller;
  readonly #clock: Clock;
  readonly #plans = new Map<string, Kept<PlanFacts> | undefined>();
  readonly #settings = new Map<string, Kept<DefenderFacts['settings']> | undefined>();

  constructor(caller: ArmCaller, clock: Clock) {
    this.#caller = caller;
    this.#clock = clock;
  }

  /** `fresh`: the half that must be read anew; both where it is left out. */
  async read(target: TargetRef, fresh?: DefenderHalf): Promise<PartOutcome<DefenderFacts>> {
    const [plan, settings] = await Promise.all([
      this.#readHalf(this.#plans, target, fresh === 'settings', readDefenderPlan),
      this.#readHalf(this.#settings, target, fresh === 'plan', readDefenderSettings),
    ]);
    if (plan.kind === 'failed') return plan;
    if (settings.kind === 'failed') return settings;
    return { kind: 'found', value: { plan: plan.value, settings: settings.value } };
  }

  /**
   * After a write, whatever was answered: a plan that is turned on changes settings too. `answered`: the plan as the answer to
   * an accepted write of it shows it, in a version that lacks `managedBy`, which the reading before the write told.
   */
  forget(write: AzureWrite, answered: unknown): void {
    const { subscription } = write.target;
    if (write.kind === 'putDefenderPlan') this.#plans.set(subscription, this.#writtenPlan(subscription, answered));
    if (write.kind === 'putDefenderPlan' || write.kind === 'putEndpointSetting') {
      this.#settings.set(subscription, undefined);
    }
  }

  #writtenPlan(subscription: string, answered: unknown): Kept<PlanFacts> | undefined {
    const known = this.#plans.get(subscription);
    const plan = parseDefenderPlan(answered);
    if (known === undefined || plan === undefined) return undefined;
    return { value: { ...plan, managedBy: known.value.managedBy }, untilMs: known.untilMs };
  }

  async #readHalf<T>(
    kept: Map<string, Kept<T> | undefined>,
    target: TargetRef,
    mayBeKept: boolean,
    read: (caller: ArmCaller, target: TargetRef) => Promise<PartOutcome<T>>,
  ): Promise<PartOutcome<T>> {
    const known = kept.get(target.subscription);
    if (mayBeKept && known !== undefined && this.#clock.now() < known.untilMs) {
      return { kind: 'found', value: known.value };
    }
    const outcome = await read(this.#caller, target);
    const untilMs = this.#clock.now() + keptMs;
    kept.set(target.subscription, outcome.kind === 'failed' ? undefined : { value: outcome.value, untilMs });
    return outcome;
  }
}
