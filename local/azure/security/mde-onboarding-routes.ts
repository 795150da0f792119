import { resourceNotFound } from '../core/request/not-found.ts';
import type { Family, JsonObject } from '../core/types.ts';
import type { Defender } from './defender.ts';
import { serversPlan } from './plan-catalogue.ts';

const type = 'Microsoft.Security/mdeOnboardings';
const path = `/subscriptions/{subscriptionId}/providers/${type}`;

/** What the onboarding script of the MDE extension is given; the true one is a script in base64. */
export const onboardingPackages = {
  Windows: Buffer.from('simulated onboarding package for Windows').toString('base64'),
  Linux: Buffer.from('simulated onboarding package for Linux').toString('base64'),
} as const;

/** The members that each name shows: the schema has `default` only, built-in policies read the other two. */
const membersOf: Readonly<Record<string, readonly ('Windows' | 'Linux')[]>> = {
  default: ['Windows', 'Linux'],
  windows: ['Windows'],
  linux: ['Linux'],
};

/** The packages by which machines are onboarded to Defender for Endpoint; read only. */
export const mdeOnboardingFamily =
  (defender: Defender): Family =>
  () => [
    {
      method: 'GET',
      path,
      operation: `${type}/read`,
      source: 'Defender for Cloud REST API, Mde Onboardings - List',
      handle: (request) => ({
        status: 200,
        body: { value: [onboardingJson(defender, request.param('subscriptionId'), 'default')] },
      }),
    },
    {
      method: 'GET',
      path: `${path}/{name}`,
      operation: `${type}/read`,
      source: 'Mde Onboardings - Get; Windows and Linux: azure-policy, ASC_MicrosoftDefenderForEndpoint_*',
      handle: (request) => {
        const name = request.param('name');
        if (membersOf[name.toLowerCase()] === undefined) throw resourceNotFound(request.path);
        return { status: 200, body: onboardingJson(defender, request.param('subscriptionId'), name) };
      },
    },
  ];

function onboardingJson(defender: Defender, subscriptionId: string, name: string): JsonObject {
  const shown = hasEndpointTenant(defender) ? (membersOf[name.toLowerCase()] ?? []) : [];
  return {
    id: `/subscriptions/${subscriptionId}/providers/${type}/${name}`,
    name,
    type,
    properties: Object.fromEntries(shown.map((os) => [`onboardingPackage${os}`, onboardingPackages[os]])),
  };
}

/** Defender for Endpoint makes the tenant's instance when Defender for Cloud is first used (Defender docs, "Defender for Endpoint integration"). */
function hasEndpointTenant(defender: Defender): boolean {
  return defender.pricings
    .all()
    .some(({ plan, enabledAtMs }) => plan.name === serversPlan && enabledAtMs !== undefined);
}
