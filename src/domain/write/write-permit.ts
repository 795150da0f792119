/** The right to send one write, made only by `permitWrite`; it lives five seconds of real time. */
declare const permitBrand: unique symbol;

export interface WritePermit {
  readonly [permitBrand]: true;
  readonly resourceId: string;
  readonly action: string;
  /** Wall-clock milliseconds. */
  readonly issuedAtMs: number;
}

export const permitLifeMs = 5_000;
