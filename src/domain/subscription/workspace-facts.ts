/** The workspace that fleet.json names: of somebody else, so only read. */
export type WorkspaceFacts =
  | {
      readonly state: 'present';
      /** As Azure spells it. */
      readonly id: string;
      readonly location: string;
      /** Products of its solutions, such as `SecurityCenterFree`; undefined where they cannot be read. */
      readonly solutions: readonly string[] | undefined;
    }
  | { readonly state: 'missing' }
  | { readonly state: 'unknown' };
