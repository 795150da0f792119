import type { TargetKey } from '../../domain/ids.ts';
import type { AppContext } from '../app-context.ts';
import type { Invocation } from './bind-route.ts';

/** Seconds after which a caller may look how far it is. */
const retryAfter = '15';

/** The look that an operator asked for begins now, where that can be. */
export async function startAsked(
  { hintStart, hintSubscription, ticker }: AppContext,
  { instances }: Pick<Invocation, 'instances'>,
  list: 'machines' | 'subscriptions',
  key: TargetKey,
): Promise<void> {
  const client = instances();
  await (list === 'machines' ? hintStart : hintSubscription)(client, key);
  await ticker.tickIfLate(client);
}

/** Headers of a 202: where to look how far it is, and when. */
export function followUp(
  { url }: Pick<Invocation, 'url'>,
  list: 'machines' | 'subscriptions',
  key: TargetKey,
): Readonly<Record<string, string>> {
  return { location: new URL(`/api/${list}/${key}`, url).toString(), 'retry-after': retryAfter };
}
