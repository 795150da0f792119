import type { BodyShape } from '../core/request/body-shape.ts';

const extension = {
  name: 'string',
  isEnabled: 'string',
  additionalExtensionProperties: { '*': 'any' },
  operationStatus: 'any',
} as const satisfies BodyShape;

/** The members of `properties` by the api-version that brought them, with those that only Defender fills in. */
const membersSince: readonly (readonly [since: string, members: { readonly [member: string]: BodyShape }])[] = [
  ['2018-06-01', { pricingTier: 'string', freeTrialRemainingTime: 'string' }],
  ['2022-03-01', { subPlan: 'string', deprecated: 'boolean', replacedBy: ['string'] }],
  ['2023-01-01', { enablementTime: 'string', extensions: [extension] }],
  [
    '2024-01-01',
    { enforce: 'string', inherited: 'string', inheritedFrom: 'string', resourcesCoverageStatus: 'string' },
  ],
  ['2025-10-01', { managedBy: 'string', originatedFrom: 'string' }],
  [
    '2026-07-01',
    {
      securityOperatorResourceId: 'string',
      extensions: [{ ...extension, securityOperatorResourceId: 'string' }],
    },
  ],
];

/** The members of a plan's `properties` that an api-version has, those that Defender fills in included. */
export function pricingMembers(apiVersion: string): { readonly [member: string]: BodyShape } {
  const date = apiVersion.slice(0, 10);
  return Object.assign({}, ...membersSince.filter(([since]) => since <= date).map(([, members]) => members));
}

/** What a write of Microsoft.Security/pricings may hold at an api-version. */
export function pricingShape(apiVersion: string): BodyShape {
  return {
    id: 'string',
    name: 'string',
    type: 'string',
    systemData: 'any',
    properties: pricingMembers(apiVersion),
  };
}
