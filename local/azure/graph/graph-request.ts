import { z } from 'zod';

/** Body of a query (ResourceGraph 2021-03-01 and later, "Resources - Resources"). */
export const graphRequestSchema = z.strictObject({
  query: z.string().min(1),
  subscriptions: z.array(z.string()).nullish(),
  managementGroups: z.array(z.string()).nullish(),
  facets: z.array(z.unknown()).nullish(),
  options: z
    .strictObject({
      $skipToken: z.string().nullish(),
      $top: z.int().min(1).max(1_000).nullish(),
      $skip: z.int().min(0).nullish(),
      resultFormat: z.enum(['objectArray', 'table']).nullish(),
      allowPartialScopes: z.boolean().nullish(),
      authorizationScopeFilter: z
        .enum(['AtScopeAndBelow', 'AtScopeAndAbove', 'AtScopeExact', 'AtScopeAboveAndBelow'])
        .nullish(),
    })
    .nullish(),
});

export type GraphRequest = z.infer<typeof graphRequestSchema>;
