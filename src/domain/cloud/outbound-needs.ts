import type { CloudName } from './cloud-name.ts';

/** What a machine reaches on port 443. A host with `<...>` or `*` stands for as many as there are. */
export interface OutboundNeeds {
  readonly hosts: readonly string[];
  /** The same as service tags of Azure; all of them are required. */
  readonly serviceTags: readonly string[];
}

/** What is known of a machine that its hosts depend on; what is not is left open in their names. */
export interface OutboundPlace {
  readonly region?: string | undefined;
  readonly workspaceId?: string | undefined;
  readonly os?: 'windows' | 'linux' | undefined;
}

/** Undefined: nothing, or nothing that exists in this cloud. */
export type OutboundRule = (cloud: CloudName, place: OutboundPlace) => OutboundNeeds | undefined;
