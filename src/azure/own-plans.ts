import { z } from 'zod';
import { isSameName } from '../domain/ids.ts';
import type { OwnPlanFacts } from '../domain/subscription/defender-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { Clock } from '../ports/ports.ts';
import { apiVersions } from './api-versions.ts';
import { AppTimeCache } from './app-time-cache.ts';
import type { ArmCaller } from './arm-caller.ts';
import { encodePath } from './arm-path.ts';
import { defenderCall } from './defender-call.ts';
import { parseReply } from './parse-reply.ts';
import { queryGraph } from './query-graph.ts';
import { absentableText } from './reply-values.ts';

/** No list has the plans of machines: each is a GET. So many are asked, to stay within what a subscription may cost. */
const mostAsked = 40;
const atOnce = 5;
const keptSeconds = { counted: 6 * 60 * 60, unknown: 10 * 60 } as const;

const planSchema = z.object({ properties: z.object({ pricingTier: z.string(), inherited: absentableText }) });

type OwnPlan = 'Free' | 'Standard' | 'inherited' | 'unknown';

/**
 * Counts machines whose plan is their own and not the subscription's: `inherited` is `False` (Defender for Cloud,
 * pricings 2024-01-01, on a resource). Neither the list of plans nor Resource Graph is known to show them. Kept for six
 * hours of app time.
 */
export class OwnPlanReader {
  readonly #caller: ArmCaller;
  readonly #cache: AppTimeCache<OwnPlanFacts>;

  constructor(caller: ArmCaller, clock: Clock) {
    this.#caller = caller;
    this.#cache = new AppTimeCache(clock);
  }

  /** It is told and decides nothing, so it never fails: what could not be asked is not among `asked`. */
  async read(target: TargetRef): Promise<OwnPlanFacts> {
    return await this.#cache.get(
      target.subscription,
      async () => await this.#count(target),
      ({ machines }) => keptSeconds[machines === undefined ? 'unknown' : 'counted'],
    );
  }

  async #count(target: TargetRef): Promise<OwnPlanFacts> {
    const shown = await queryGraph(this.#caller, 'machines', [target.subscription]);
    if (shown.kind === 'incomplete') return { free: 0, standard: 0, asked: 0, machines: undefined };
    const ids = shown.rows.map(({ id }) => id);
    const plans: OwnPlan[] = [];
    for (let from = 0; from < Math.min(ids.length, mostAsked); from += atOnce) {
      const some = ids.slice(from, Math.min(from + atOnce, mostAsked));
      plans.push(...(await Promise.all(some.map((id) => this.#readOne(target, id)))));
    }
    const count = (wanted: OwnPlan) => plans.filter((plan) => plan === wanted).length;
    return {
      free: count('Free'),
      standard: count('Standard'),
      asked: plans.length - count('unknown'),
      machines: ids.length,
    };
  }

  async #readOne(target: TargetRef, machineId: string): Promise<OwnPlan> {
    const call = defenderCall(target, 'pricings/VirtualMachines', 'pricings', apiVersions.pricings);
    const path = call.path.replace(target.resourceId, encodePath(machineId));
    const parsed = parseReply(call.operation, planSchema, await this.#caller.call({ ...call, path }));
    if (parsed.kind === 'failed') return 'unknown';
    const { pricingTier, inherited } = parsed.value.body.properties;
    if (!isSameName(inherited ?? '', 'False')) return 'inherited';
    return isSameName(pricingTier, 'Free') ? 'Free' : 'Standard';
  }
}
