/** A management lock (Azure REST API, Management Locks 2020-05-01). */
export interface LockFacts {
  /** The ARM id of what it locks. */
  readonly scope: string;
  readonly name: string;
  /** `CanNotDelete` or `ReadOnly`. */
  readonly level: string;
}

/** A role that somebody holds (Azure REST API, Role Assignments 2022-04-01). */
export interface RoleFacts {
  /** The ARM id of the assignment. */
  readonly id: string;
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly scope: string;
}
