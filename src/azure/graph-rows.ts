import { z } from 'zod';
import { kindOfArmType } from '../domain/target/machine-kinds.ts';
import type {
  AssociationRow,
  ExtensionRow,
  GraphQueryName,
  GraphRows,
  MachineRow,
  SubscriptionRow,
} from '../ports/inventory.ts';
import { edrRow } from './edr-row.ts';
import { graphQueryTexts } from './queries/query-texts.ts';
import { reachRow } from './reach-row.ts';
import { absentable, absentableText, identityBlock, regionName, tagMap } from './reply-values.ts';
import { resourcesRow } from './resources-row.ts';
import { agentRow, workspaceObjectRow } from './workspace-rows.ts';

/** A query with what its rows become. */
export interface GraphQuery<T> {
  readonly text: string;
  readonly row: z.ZodType<T>;
  /** What no two rows share. */
  keyOf(row: T): string;
  /** Of the row that each subscription has of its own: its id. Then an answer shows itself which are missing. */
  readonly subscriptionOf?: (row: T) => string | undefined;
}

/** A column of text is never null in Resource Graph: empty means absent. */
const text = z
  .string()
  .nullish()
  .transform((value) => value || undefined);
const lowerCase = z.string().toLowerCase();

const extension = z
  .object({
    name: z.string().min(1),
    publisher: absentableText,
    type: absentableText,
    provisioningState: absentableText,
    typeHandlerVersion: absentableText,
    enableAutomaticUpgrade: absentable(z.boolean()),
    authentication: absentable(z.unknown()),
  })
  .transform(({ typeHandlerVersion, ...rest }): ExtensionRow => ({ ...rest, requestedVersion: typeHandlerVersion }));

const listed = absentable(z.array(z.object({ publisher: absentableText, type: absentableText }))).transform(
  (list) => list ?? [],
);

const machineTypes = z.string().transform((type, context) => {
  const kind = kindOfArmType(type);
  if (kind === undefined) context.addIssue('is no type of machine');
  return kind ?? z.NEVER;
});

const machine = z
  .object({
    id: z.string().min(1),
    machineId: z.string().min(1),
    machineType: machineTypes,
    name: z.string().min(1),
    location: regionName,
    resourceGroup: lowerCase,
    subscriptionId: lowerCase,
    tags: tagMap,
    identity: identityBlock,
    osType: text,
    power: text,
    arcStatus: text,
    image: absentable(
      z.object({ id: absentableText, publisher: absentableText, offer: absentableText, sku: absentableText }),
    ),
    cloud: text,
    allowed: listed,
    blocked: listed,
    extensions: absentable(z.array(extension)),
  })
  .transform(
    ({ machineType: kind, location, subscriptionId, osType, extensions, ...rest }): MachineRow => ({
      ...rest,
      kind,
      region: location,
      subscription: subscriptionId,
      os: osType,
      extensions: extensions ?? [],
    }),
  );

const association = z
  .object({ machineId: z.string().min(1), name: z.string().min(1), ruleId: text, endpointId: text })
  .transform((row): AssociationRow => row);

const subscription = z
  .object({
    subscription: lowerCase,
    name: z.string(),
    tenant: z.guid(),
    state: z.string().min(1),
    quotaId: text,
    tags: tagMap,
    ancestors: absentable(z.array(z.object({ name: z.string() }))),
  })
  .transform(
    ({ ancestors, tenant, ...rest }): SubscriptionRow => ({
      ...rest,
      tenantId: tenant,
      // Not told is not none: an exclusion or a freeze of its group would silently not hold.
      managementGroups: ancestors?.map(({ name }) => name),
    }),
  );

/** Every query. What is here and what is projected in its file are one: a test asks both. */
export const graphQueries: { readonly [N in GraphQueryName]: GraphQuery<GraphRows[N]> } = {
  machines: { text: graphQueryTexts.machines, row: machine, keyOf: ({ machineId }) => machineId },
  associations: {
    text: graphQueryTexts.associations,
    row: association,
    keyOf: ({ machineId, name }) => `${machineId} ${name.toLowerCase()}`,
  },
  agents: { text: graphQueryTexts.agents, row: agentRow, keyOf: ({ key }) => key },
  workspaces: { text: graphQueryTexts.workspaces, row: workspaceObjectRow, keyOf: ({ key }) => key },
  reach: { text: graphQueryTexts.reach, row: reachRow, keyOf: ({ machineId }) => machineId },
  edr: { text: graphQueryTexts.edr, row: edrRow, keyOf: ({ machineId }) => machineId },
  subscriptions: {
    text: graphQueryTexts.subscriptions,
    row: subscription,
    keyOf: (row) => row.subscription,
    subscriptionOf: (row) => row.subscription,
  },
  resources: {
    text: graphQueryTexts.resources,
    row: resourcesRow,
    keyOf: ({ key }) => key,
    subscriptionOf: ({ what, subscription: id }) => (what === 'subscription' ? id : undefined),
  },
};
