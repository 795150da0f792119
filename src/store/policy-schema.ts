import { z } from 'zod';
import { policyFacets } from '../domain/coexistence/known-definition.ts';
import { storedTime } from './loose-schema.ts';
import { orUndefined } from './row-parts.ts';

const text = z.string();
const texts = z.array(text).readonly();

const selector = z.object({ kind: text, in: orUndefined(texts), notIn: orUndefined(texts) });
const resourceSelectors = z.array(z.array(selector).readonly()).readonly();

const assignment = z.object({
  id: text,
  definition: text,
  scope: text,
  notScopes: texts,
  mode: text,
  parameters: z.record(text, z.union([text, z.boolean()])),
  overrides: z.array(z.object({ effect: text, selectors: z.array(selector).readonly() })).readonly(),
  resourceSelectors,
});

const exemption = z.object({
  assignmentId: text,
  scope: text,
  references: texts,
  expiresOn: orUndefined(storedTime),
  resourceSelectors,
});

/** What Azure Policy wants, as a subscription's row keeps it. One that cannot be read is read anew by the next look. */
export const policyReading = z.object({
  readAt: storedTime,
  assignments: z.array(assignment).readonly(),
  exemptions: z.array(exemption).readonly(),
  left: z.object({ assignments: z.number(), facets: z.array(z.enum(policyFacets)).readonly(), exemptions: z.number() }),
});

const connector = z.object({
  id: text,
  cloud: z.enum(['AWS', 'GCP']),
  account: orUndefined(text),
  plan: orUndefined(z.enum(['P1', 'P2'])),
  connectsMachines: z.boolean(),
  providesEndpoint: z.boolean(),
});

/** Connectors to other clouds: all that was kept or nothing, since machines go by what all of them say alike. */
export const connectorReading = z.object({
  readAt: storedTime,
  connectors: z.array(connector).readonly(),
  left: z.number().exactOptional(),
});
