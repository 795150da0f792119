import { adopt } from '../domain/adoption/eligibility.ts';
import { isArmed, isFrozen } from '../domain/controls/controls-in-force.ts';
import { isInScope } from '../domain/fleet/in-scope.ts';
import { beginAnew } from '../domain/machine/begin-anew.ts';
import { forgetUnread } from '../domain/machine/forget-unread.ts';
import type { MachineRecord, TimelineEntry } from '../domain/machine/machine-record.ts';
import { newRecord } from '../domain/machine/new-record.ts';
import { type MachineRef, parseMachineId } from '../domain/target/machine-ref.ts';
import { readHost, readSaid } from '../look/read-host.ts';
import { machineKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import type { UnreadableRow } from '../ports/store.ts';
import { requestLook } from '../work/request-look.ts';
import { readRecord } from './read-record.ts';

export type OnboardRequest = { readonly resourceId: string; readonly by: string; readonly why: string };

export type OnboardOutcome =
  /** Whether its steps may be written now is told at once: an operator who waits for nothing should know. */
  | { readonly kind: 'requested'; readonly machine: MachineRef; readonly armed: boolean; readonly frozen: boolean }
  | { readonly kind: 'notAMachine' }
  /** What its row holds nobody knows: it is left alone, and nothing was asked for. */
  | { readonly kind: 'unreadable'; readonly row: UnreadableRow }
  | { readonly kind: 'outOfScope' }
  /** Which management groups its subscription lies in is not known, and so not whether the file covers it. */
  | { readonly kind: 'notPlaced' }
  | { readonly kind: 'excluded'; readonly why: string };

const swapTries = 8;
/** Entries on the record itself; the timeline has them all. */
const mostCarried = 10;

/**
 * An operator wants this machine onboarded: it is adopted, its tries and its spec start over, and a look is owed.
 * What throttling told it to wait for stays. Throws only when the store fails.
 */
export async function requestOnboard(ports: Ports, request: OnboardRequest): Promise<OnboardOutcome> {
  const machine = parseMachineId(request.resourceId);
  if (machine === undefined) return { kind: 'notAMachine' };
  const { fleet, controls, isUnplaced } = await readSaid(ports, (await readHost(ports, machine.subscription)).place);
  const scope = isInScope(fleet, machine.resourceId, ports.clock.now());
  if (scope.kind === 'out') return { kind: isUnplaced ? 'notPlaced' : 'outOfScope' };
  if (scope.kind === 'excluded') return { kind: 'excluded', why: scope.why };
  const started = await startOver(ports, machine, request);
  if (started.kind === 'unreadable') return started;
  const { entry } = started;
  await requestLook(ports, machineKind, { target: machine, reason: `onboard by ${request.by}` });
  // The record carries the entry too, so nothing is lost when this fails.
  await ports.store.timeline.append(machine.key, [entry]).catch(() => undefined);
  const { resourceId } = machine;
  return {
    kind: 'requested',
    machine,
    armed: isArmed(controls, resourceId),
    frozen: isFrozen(controls, resourceId),
  };
}

type Started =
  | { readonly kind: 'started'; readonly entry: TimelineEntry }
  | Extract<OnboardOutcome, { kind: 'unreadable' }>;

async function startOver(ports: Ports, machine: MachineRef, { by, why }: OnboardRequest): Promise<Started> {
  const at = new Date(ports.clock.now()).toISOString();
  const entry: TimelineEntry = { at, what: 'operator', text: `onboard: ${why}`, by };
  for (let attempt = 0; attempt < swapTries; attempt++) {
    const read = await readRecord(ports, machine.key);
    if (read.kind === 'unreadable') return read;
    const { stored } = read;
    const record = stored?.value ?? newRecord(machine, at);
    const fresh: MachineRecord = {
      ...beginAnew(forgetUnread(record), at),
      eligibility: adopt(by, ports.clock.now()),
      spec: undefined,
      removalOrder: undefined,
      latest: [...record.latest, entry].slice(-mostCarried),
    };
    const isSaved =
      stored === undefined
        ? (await ports.store.machines.insert(fresh)) === 'inserted'
        : (await ports.store.machines.replace(fresh, stored.etag)).kind === 'done';
    if (isSaved) return { kind: 'started', entry };
  }
  throw new Error(
    `The row of ${machine.resourceId} changed ${swapTries} times while it was to be onboarded; try again.`,
  );
}
