import { tidyArmId } from '../arm-id.ts';
import { keyOf } from '../ids.ts';
import type { TargetRef } from './target-ref.ts';

const pattern = /^\/subscriptions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const beginning = /^\/subscriptions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/i;

/** The subscription of this GUID, as a target of looks and writes. */
export function subscriptionRef(guid: string): TargetRef {
  const subscription = guid.toLowerCase();
  const resourceId = `/subscriptions/${subscription}`;
  return { key: keyOf(resourceId), resourceId, subscription };
}

/** Reads the ARM id of a subscription; undefined for every other text, and for what lies below one. */
export function parseSubscriptionId(resourceId: string): TargetRef | undefined {
  const [, guid] = pattern.exec(tidyArmId(resourceId)) ?? [];
  return guid === undefined ? undefined : subscriptionRef(guid);
}

/** The subscription that an ARM id lies in, itself included; undefined where it lies in none. */
export function parseSubscriptionOf(resourceId: string): TargetRef | undefined {
  const [, guid] = beginning.exec(tidyArmId(resourceId)) ?? [];
  return guid === undefined ? undefined : subscriptionRef(guid);
}
