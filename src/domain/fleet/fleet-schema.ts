/** Replaced by the zod schema's type. */
export type FleetFile = unknown;
