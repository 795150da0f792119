/** A recommendation of Defender for Cloud about the endpoint protection (EDR) of a machine. */
export interface EdrAssessment {
  /** The recommendation's GUID. */
  readonly key: string;
  readonly title: string;
  /** `Healthy`, `Unhealthy` or `NotApplicable`, as Azure writes it. */
  readonly code: string;
  /** Such as `Exempt`; undefined where Azure says none. */
  readonly cause?: string | undefined;
  /** When its state became what it is, as Azure writes it. */
  readonly since?: string | undefined;
  /** Its page in the portal, with the steps to remediate. */
  readonly link?: string | undefined;
}

/** What the sweeps have read of the recommendations about one machine. */
export interface EdrReadings {
  /** When its subscription was last read whole, ISO-8601 UTC; undefined: never yet. */
  readonly readAt: string | undefined;
  /** Why the last try to read its subscription failed for good; undefined where it did not. */
  readonly refused: string | undefined;
  readonly assessments: readonly EdrAssessment[];
}
