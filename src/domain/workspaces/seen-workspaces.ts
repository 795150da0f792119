import type { ServersPlan } from '../subscription/endpoint-protection.ts';

/** The Log Analytics agent is the old one, the Azure Monitor agent the new one. */
export const agentWords = ['old', 'new'] as const;
export type AgentWord = (typeof agentWords)[number];

/** An agent on a machine, as its extension shows it. One that was installed without an extension is shown nowhere. */
export interface SeenAgent {
  readonly key: string;
  /** As Azure spells it. */
  readonly machineId: string;
  /** Lower-case. */
  readonly subscription: string;
  readonly agent: AgentWord;
  /** Of the old one: the customer id (a GUID, lower-case) that its settings name. */
  readonly workspace: string | undefined;
}

/** A workspace, or what says what a workspace has or gets. Ids in it are lower-case but for `id`. */
export type SeenObject = { readonly key: string } & (
  | {
      readonly what: 'workspace';
      readonly id: string;
      readonly name: string;
      readonly region: string;
      readonly subscription: string;
      readonly customerId: string | undefined;
    }
  | { readonly what: 'solution'; readonly workspaceId: string; readonly product: string }
  | { readonly what: 'rule'; readonly workspaceIds: readonly string[] }
);

/** Everything that was read of all subscriptions at one time. */
export interface SeenFleet {
  readonly objects: readonly SeenObject[];
  readonly agents: readonly SeenAgent[];
  /** Lower-case ids. */
  readonly associations: readonly { readonly machineId: string; readonly ruleId: string | undefined }[];
  /** By lower-case subscription: the plan, as a look last read it. */
  readonly plans: ReadonlyMap<string, ServersPlan>;
}
