import type { FleetFile } from '../fleet/fleet-schema.ts';
import { isSameName } from '../ids.ts';
import type { LegacyProvisioning } from '../machine/legacy-provisioning.ts';
import type { Host } from './host-of-machine.ts';
import { isTrusted } from './kept-reading.ts';
import { makingOf } from './made-for-machine.ts';
import type { SubscriptionRecord } from './subscription-record.ts';

/**
 * How the switch `autoProvisioningSettings/default` of the subscription of a machine stands, as its row has it: while it is
 * On, Defender installs the agent wherever it is missing ("Auto Provisioning Settings", Defender for Cloud REST API).
 */
export function legacyProvisioningOf(
  fleet: FleetFile,
  { place, record }: Pick<Host, 'place' | 'record'>,
  nowMs: number,
): LegacyProvisioning {
  const { spec, whyNot, heldUp, isLookedAt } = makingOf(fleet, place.subscription, record, nowMs);
  const reading = record?.autoProvisioning;
  const besides = heldUp === undefined ? '' : `; ${heldUp}`;
  if (reading === undefined || !isTrusted(reading, nowMs)) {
    const since = reading === undefined ? 'has not been read yet' : `could not be read since ${reading.readAt}`;
    if (isLookedAt) return { kind: 'unread', detail: `the switch that installs the agent ${since}${besides}` };
    const why = whyNot ?? 'no entry of subscriptions[] of fleet.json matches its subscription';
    return { kind: 'on', detail: `nobody reads the switch that installs the agent: ${why}` };
  }
  if (isSameName(reading.autoProvision, 'Off')) return { kind: 'off' };
  const told = `autoProvisioningSettings/default of its subscription is ${reading.autoProvision}`;
  if (spec?.legacyAutoProvisioning === 'off' && whyNot === undefined) {
    return { kind: 'coming', detail: `its subscription has yet to turn off what installs the agent${besides}` };
  }
  return { kind: 'on', detail: `${told}: Defender would put the agent back; ${whyNot ?? 'fleet.json leaves it so'}` };
}

/** Whether the switch stands otherwise than before, as far as anybody has read it. */
export function isOtherProvisioning(
  before: Pick<SubscriptionRecord, 'autoProvisioning'> | undefined,
  now: Pick<SubscriptionRecord, 'autoProvisioning'>,
): boolean {
  return before?.autoProvisioning?.autoProvision !== now.autoProvisioning?.autoProvision;
}
