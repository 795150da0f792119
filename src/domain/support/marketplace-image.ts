/** Images of one publisher: any of the offers with any of the SKUs; `*` stands for any text. */
export interface MarketplaceImage {
  readonly publisher: string;
  readonly offers: readonly string[];
  readonly skus: readonly string[];
}
