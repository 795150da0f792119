/** Whether Defender for Cloud would put the Log Analytics agent back on machines of a subscription. */
export type LegacyProvisioning =
  | { readonly kind: 'off' }
  /** It would, and nobody turns that off; or nobody reads whether it would. */
  | { readonly kind: 'on'; readonly detail: string }
  /** The looks at the subscription turn it off. */
  | { readonly kind: 'coming'; readonly detail: string }
  /** A sweep or a look at the subscription has yet to read it. */
  | { readonly kind: 'unread'; readonly detail: string };
