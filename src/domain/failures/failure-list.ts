/** Placeholder type until the list lands; see failure-list owner. */
export type FailureCode = string;
