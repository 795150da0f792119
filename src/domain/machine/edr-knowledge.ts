export const edrSources = ['extension', 'tag', 'person', 'assessment'] as const;
export type EdrSource = (typeof edrSources)[number];

/** Whether the endpoint protection of somebody else is on a machine, who says so, and of when that is (ISO-8601 UTC). */
export type EdrKnowledge =
  | {
      readonly kind: 'other';
      /** Its name, or what is known of it, in one line. */
      readonly product: string;
      readonly source: EdrSource;
      readonly at: string;
    }
  | { readonly kind: 'none'; readonly source: Exclude<EdrSource, 'extension' | 'tag'>; readonly at: string }
  | {
      readonly kind: 'unknown';
      readonly why: string;
      /** A sweep is still to read it for the first time. */
      readonly isComing?: true;
    };
