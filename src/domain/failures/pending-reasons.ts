/** Why a machine waits and goes on by itself. */
export const pendingReasons = [
  'Off',
  'Hibernated',
  'Disconnected',
  'NotReported',
  'Settling',
  'AgentNotReady',
  'Busy',
  'Throttled',
  'Frozen',
  'SubscriptionNotWritable',
] as const;
export type PendingReason = (typeof pendingReasons)[number];
