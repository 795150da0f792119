import type { Random } from '../random.ts';

/** Shortest and longest, milliseconds of app time. */
export type DurationRange = readonly [minMs: number, maxMs: number];

/** How long Azure takes; the defaults are what is usual, tests shorten them. */
export interface DurationOptions {
  readonly groupDelete: DurationRange;
  readonly providerRegistration: DurationRange;
  /** Of event subscriptions, and deletes of system topics. */
  readonly eventGridWork: DurationRange;
  readonly vmCreate: DurationRange;
  readonly vmUpdate: DurationRange;
  readonly vmDelete: DurationRange;
  readonly vmStart: DurationRange;
  readonly vmStop: DurationRange;
  /** From running until the guest agent reports Ready. */
  readonly agentReady: DurationRange;
  readonly extensionInstall: DurationRange;
  readonly extensionUpdate: DurationRange;
  readonly extensionDelete: DurationRange;
  /** Installing the Azure Monitor Agent takes longer than most. */
  readonly monitorAgentInstall: DurationRange;
  /** Until Defender for Cloud comes to a machine that lacks its agent; in Azure up to 1 h, and 12 h for a tenant's first subscription. */
  readonly endpointDeploy: DurationRange;
}

const second = 1000;

export const usualDurations: DurationOptions = {
  groupDelete: [30 * second, 60 * second],
  providerRegistration: [60 * second, 120 * second],
  eventGridWork: [5 * second, 15 * second],
  vmCreate: [35 * second, 45 * second],
  vmUpdate: [2 * second, 6 * second],
  vmDelete: [20 * second, 40 * second],
  vmStart: [15 * second, 30 * second],
  vmStop: [20 * second, 40 * second],
  agentReady: [15 * second, 40 * second],
  extensionInstall: [20 * second, 60 * second],
  extensionUpdate: [20 * second, 60 * second],
  extensionDelete: [20 * second, 60 * second],
  monitorAgentInstall: [90 * second, 240 * second],
  endpointDeploy: [60 * second, 300 * second],
};

export function pickDuration(random: Random, range: DurationRange): number {
  return random.between(range[0], range[1]);
}
