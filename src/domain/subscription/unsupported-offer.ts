import type { FleetFile } from '../fleet/fleet-schema.ts';

/** Why nothing is onboarded in a subscription of this offer (`quotaId`), and in it; undefined where something is. */
export function whyOfferUnsupported({ support }: FleetFile, quotaId: string | undefined): string | undefined {
  const named = support.unsupportedOffers.find((offer) => offer.toLowerCase() === quotaId?.toLowerCase());
  return named === undefined ? undefined : `support.unsupportedOffers of fleet.json names its offer ${quotaId}`;
}
