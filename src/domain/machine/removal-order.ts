import { isSameMachine } from './incarnation.ts';

/**
 * A person's word that what stands in for a service is to be removed although it is not ours, so that it is installed anew.
 * It holds for this very machine, for one write, and for an hour. All times are ISO-8601 UTC text.
 */
export interface RemovalOrder {
  /** The service that it is said to; another release may have written another. */
  readonly service: string;
  /** The extension's name, as the person read it: no other is removed. */
  readonly extension: string;
  readonly incarnation: string;
  readonly by: string;
  readonly at: string;
  readonly until: string;
  readonly why: string;
}

/** The order as far as it still holds for the machine as it is now; whether it was used, its service knows. */
export function orderInTime(
  order: RemovalOrder | undefined,
  incarnation: string | undefined,
  nowMs: number,
): RemovalOrder | undefined {
  if (order === undefined || incarnation === undefined || !isSameMachine(order.incarnation, incarnation))
    return undefined;
  return Date.parse(order.until) > nowMs ? order : undefined;
}
