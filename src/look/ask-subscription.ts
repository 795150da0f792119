import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { askDueMs } from '../domain/subscription/ask-subscription.ts';
import type { Host } from '../domain/subscription/host-of-machine.ts';
import { subscriptionRef } from '../domain/target/subscription-ref.ts';
import type { LookOutcome } from './run-look.ts';

/** The outcome, with the look at its subscription that a machine asks for which lacks what is made there. */
export function withAsk(outcome: LookOutcome<MachineRecord>, host: Host, nowMs: number): LookOutcome<MachineRecord> {
  const { record } = outcome;
  if (!Object.values(record.findings).some(({ code }) => code === 'SubscriptionNotReady')) return outcome;
  const dueMs = askDueMs(host.record, nowMs);
  const ask = {
    kind: 'subscription',
    target: subscriptionRef(record.subscription),
    reason: `${record.name} waits for what it shares`,
    ...(dueMs <= nowMs ? {} : { dueAt: new Date(dueMs).toISOString() }),
  } as const;
  return { ...outcome, asks: [ask] };
}
