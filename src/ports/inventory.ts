import type { ShownSubscription } from '../domain/discovery/shown-subscription.ts';
import type { RawFailure } from '../domain/failures/failure.ts';
import type { EdrAssessment } from '../domain/machine/edr-assessment.ts';
import type { SeenMachine } from '../domain/subscription/reach-facts.ts';
import type { RegionInUse, ResourceRow } from '../domain/subscription/resource-facts.ts';
import type { MachineRef } from '../domain/target/machine-ref.ts';
import type { SeenAgent, SeenObject } from '../domain/workspaces/seen-workspaces.ts';

/** The fleet as Azure Resource Graph sees it: everything at once, some seconds to minutes late. Decide no write by it. */
export interface InventoryPort {
  /**
   * Asks one query about these subscriptions (lower-case GUIDs); none asks nothing and gives no rows. Either every row
   * that the caller may read, or why not: never a part of them. A resource group that the caller may not read cannot be
   * told from an empty one. Never throws for an answer of Azure.
   */
  queryGraph<N extends GraphQueryName>(name: N, scopes: readonly string[]): Promise<GraphOutcome<GraphRows[N]>>;
  /**
   * Every subscription of these scopes that is shown to the app, each once, or why the answer is not complete. One that
   * was named and is not shown is no row: deleted, in another tenant, or not to be read; these cannot be told apart.
   * Never throws for an answer of Azure.
   */
  listSubscriptions(scopes: SubscriptionScopes): Promise<ShownSubscriptions>;
}

export interface SubscriptionScopes {
  /** Lower-case GUIDs. */
  readonly subscriptions: readonly string[];
  /** Names, not ids: all subscriptions at any depth below them. */
  readonly managementGroups: readonly string[];
}

/** The queries, by the name of their file in `src/azure/queries`, and a row of each. */
export interface GraphRows {
  readonly machines: MachineRow;
  readonly associations: AssociationRow;
  readonly subscriptions: SubscriptionRow;
  readonly resources: ResourcesRow;
  readonly reach: SeenMachine;
  readonly edr: EdrRow;
  readonly agents: SeenAgent;
  readonly workspaces: SeenObject;
}

export type GraphQueryName = keyof GraphRows;

export type GraphOutcome<T> =
  | { readonly kind: 'rows'; readonly rows: readonly T[] }
  | { readonly kind: 'incomplete'; readonly gap: GraphGap };

/** `denied`: management groups about which nothing was answered; all that is known or named is asked for by itself. */
export type ShownSubscriptions = (
  | { readonly kind: 'rows'; readonly rows: readonly SubscriptionRow[] }
  | Extract<GraphOutcome<SubscriptionRow>, { kind: 'incomplete' }>
) & { readonly denied?: readonly DeniedGroup[] };

export interface DeniedGroup {
  /** Its name. */
  readonly group: string;
  /** `refused`: the app may read nothing in it; `invalid`: no management group can have this id. */
  readonly why: 'refused' | 'invalid';
}

/** Why an answer is not all of it. */
export type GraphGap =
  /** Asked too often; nothing is to be asked for so long. */
  | { readonly reason: 'throttled'; readonly seconds: number }
  /** Page `page`, counted from 1, was refused or did not come. */
  | { readonly reason: 'failed'; readonly page: number; readonly failure: RawFailure }
  /** Page `page` or a row of it has not the form that is agreed. */
  | { readonly reason: 'unreadable'; readonly page: number; readonly failure: RawFailure }
  /** Azure gave `rows` of `total` and no way to the rest. */
  | { readonly reason: 'truncated'; readonly rows: number; readonly total: number }
  /** Resources came or went between two pages: some may be twice in them or in none. */
  | { readonly reason: 'shifted'; readonly page: number }
  | { readonly reason: 'tooManyPages'; readonly pages: number }
  /** Azure says nothing of these: unknown, or not to be read by the app. Lower-case ids. */
  | { readonly reason: 'missingSubscriptions'; readonly subscriptions: readonly string[] };

export interface MachineRow {
  /** As Azure spells it. */
  readonly id: string;
  /** Lower-case. */
  readonly machineId: string;
  readonly kind: MachineRef['kind'];
  readonly name: string;
  /** Such as `westeurope`. */
  readonly region: string;
  /** Lower-case. */
  readonly resourceGroup: string;
  /** Lower-case. */
  readonly subscription: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly identity: { readonly system: boolean; readonly userAssigned: readonly string[] };
  /** `windows`, `linux`, or what Azure says, lower-case; undefined when it says nothing. */
  readonly os: string | undefined;
  /** Such as `PowerState/running`; of VMs. */
  readonly power: string | undefined;
  /** Such as `Connected`; of Arc machines that have reported. */
  readonly arcStatus: string | undefined;
  /** The marketplace image, or the id of another; of VMs. */
  readonly image: ImageRow | undefined;
  /** Where an Arc machine runs, as its agent tells: `Azure`, `AWS`, `N/A` ... */
  readonly cloud: string | undefined;
  /** What the agent of an Arc machine allows and blocks. */
  readonly allowed: readonly ListedExtensionRow[];
  readonly blocked: readonly ListedExtensionRow[];
  readonly extensions: readonly ExtensionRow[];
}

export interface ImageRow {
  readonly id: string | undefined;
  readonly publisher: string | undefined;
  readonly offer: string | undefined;
  readonly sku: string | undefined;
}

export interface ListedExtensionRow {
  readonly publisher: string | undefined;
  readonly type: string | undefined;
}

export interface ExtensionRow {
  readonly name: string;
  readonly publisher: string | undefined;
  readonly type: string | undefined;
  readonly provisioningState: string | undefined;
  /** The version that was asked for, not the one that is installed. */
  readonly requestedVersion: string | undefined;
  readonly enableAutomaticUpgrade: boolean | undefined;
  /** `settings.authentication` as it is: which identity the agent uses. */
  readonly authentication: unknown;
}

/** Ids are lower-case. */
export interface AssociationRow {
  readonly machineId: string;
  readonly name: string;
  readonly ruleId: string | undefined;
  readonly endpointId: string | undefined;
}

/** One subscription: that it is there, what it has, and where its machines are. */
export type ResourcesRow = { readonly key: string; readonly subscription: string } & (
  | { readonly what: 'subscription' }
  | { readonly what: 'resource'; readonly resource: ResourceRow }
  | { readonly what: 'machines'; readonly use: RegionInUse }
);

/** What Defender for Cloud assesses of the endpoint protection of one machine. */
export interface EdrRow {
  /** Lower-case. */
  readonly machineId: string;
  readonly assessments: readonly EdrAssessment[];
}

export type SubscriptionRow = ShownSubscription;
