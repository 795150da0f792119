/** Where the events of subscriptions go, as the app's settings say it: the same for every subscription. */
export interface EventTarget {
  /** Of our event subscription: `amo-<deployment>`. */
  readonly name: string;
  /** ARM id of the function or the queue that takes them. */
  readonly destination: string;
  /** ARM id of the blob container for events that could not be delivered. */
  readonly deadLetters: string;
  /** Object ids and application ids of our own principals: their events are not sent. */
  readonly ownPrincipals: readonly string[];
}
