/** A subscription as a discovery run is shown it. */
export interface ShownSubscription {
  /** Lower-case GUID. */
  readonly subscription: string;
  readonly name: string;
  /** Lower-case. */
  readonly tenantId: string;
  /** `Enabled`, `Warned`, `PastDue`, `Disabled`, `Deleted`. */
  readonly state: string;
  /** The offer, such as `PayAsYouGo_2014-09-01`. */
  readonly quotaId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Names of its management groups, the nearest first, the tenant's root last; undefined while Azure does not tell them. */
  readonly managementGroups: readonly string[] | undefined;
}
