/** What happened to a resource: the part of the operation name that Event Grid puts into the event type. */
export type ChangeKind = 'Write' | 'Delete' | 'Action';

/** One successful control-plane operation, as the simulator saw it; the source of one event. */
export interface ResourceChange {
  readonly kind: ChangeKind;
  /** For example `Microsoft.Compute/virtualMachines/write`. */
  readonly operationName: string;
  readonly resourceId: string;
  readonly method: string;
  readonly url: string;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly correlationId: string;
  /** Who did it; absent where Azure knows no caller (then `claims` is empty). */
  readonly caller: { readonly clientId: string; readonly objectId: string } | undefined;
}
