/** One thing that is wrong in fleet.json. */
export interface FleetError {
  /** Where, e.g. `profiles[0].match.os`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}
