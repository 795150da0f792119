import { z } from 'zod';

const principalSchema = z.object({ objectId: z.string(), clientId: z.string(), token: z.string() });

/** What the process of "Azure" tells its parent when it is ready. */
export const azureDescriptionSchema = z.object({
  url: z.string(),
  /** Path of the PEM file. */
  certificate: z.string(),
  identityEndpoint: z.string(),
  msiEndpoint: z.string(),
  tenant: z.string(),
  subscriptions: z.array(z.string()).min(1),
  rules: z.object({ windows: z.string(), linux: z.string() }),
  principals: z.object({ app: principalSchema, operator: principalSchema, other: principalSchema }),
  /** ARM ids of every machine there is at the start. */
  machineIds: z.array(z.string()),
});
export type AzureDescription = z.infer<typeof azureDescriptionSchema>;

/** What the parent may ask of it. */
export const azureCommandSchema = z.object({ command: z.enum(['announce']) });
