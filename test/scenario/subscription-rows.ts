import { codeOf } from '../../src/domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { subscriptionKind } from '../../src/look/target-kinds.ts';
import { requestLook } from '../../src/work/request-look.ts';
import type { Scenario } from './scenario.ts';

/** The words of scenarios for the world's subscription. */
export interface SubscriptionWords {
  /** Makes it owe a look, as a sweep or an event does, and lets everything get quiet. */
  look(): Promise<void>;
  /** Its row; fails when there is none. */
  row(): Promise<SubscriptionRecord>;
  /** Its one word, e.g. `Held(TenantNotConfirmed)`. */
  word(): Promise<string>;
  /** An operator has agreed that it may be written, as by onboard. */
  adopt(): Promise<void>;
  /** What the app wrote to Microsoft.Security: `PUT settings/WDATP 200`. */
  written(): readonly string[];
  /** A second look: nothing is written, and its word stays. */
  expectSteady(): Promise<void>;
}

export function subscriptionOf(world: Scenario): SubscriptionWords {
  const target = subscriptionRef(world.tenant.subscription);
  const { subscriptions } = world.store;
  const look = async (): Promise<void> => {
    await requestLook(world.ports, subscriptionKind, { target, reason: 'test' });
    await world.untilQuiet();
  };
  const stored = async () => {
    const found = await subscriptions.read(target.key);
    if (found === undefined) throw new Error(`There is no row of ${target.resourceId}`);
    return found;
  };
  const word = async (): Promise<string> => {
    const { standing } = (await stored()).value;
    const code = codeOf(standing);
    return code === undefined ? standing.status : `${standing.status}(${code})`;
  };
  const written = (): readonly string[] =>
    world
      .writes()
      .filter(({ path }) => path.includes('/providers/Microsoft.Security/'))
      .map(({ method, path, status }) => `${method} ${path.split('/Microsoft.Security/')[1]} ${status}`);
  return {
    look,
    word,
    written,
    row: async () => (await stored()).value,
    adopt: async () => {
      const { value, etag } = await stored();
      const at = new Date(world.clock.now()).toISOString();
      await subscriptions.replace({ ...value, eligibility: { state: 'adopted', at, by: 'test' } }, etag);
    },
    expectSteady: async () => {
      const before = [await word(), written()];
      await look();
      const after = [await word(), written()];
      if (JSON.stringify(after) !== JSON.stringify(before)) {
        throw new Error(`A second look changed something: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`);
      }
    },
  };
}
