/** Whether Defender for Cloud installs Defender for Endpoint on machines of one system in a subscription. */
export type EndpointCoverage =
  /** @param since the first look that saw it so; undefined where it may have been so for long */
  | { readonly kind: 'on'; readonly since: string | undefined }
  /**
   * Not yet: the looks at the subscription turn on what is missing.
   *
   * @param lacksPlan the plan for servers is among it, without which there is no Defender for Endpoint at all
   */
  | { readonly kind: 'coming'; readonly detail: string; readonly lacksPlan: boolean }
  | { readonly kind: 'off'; readonly detail: string; readonly lacksPlan: boolean }
  /** A look at the subscription has yet to read it. */
  | { readonly kind: 'unread'; readonly detail: string }
  /** No look reads it: whether it is on shows on the machine alone. */
  | { readonly kind: 'unknown'; readonly detail: string };
