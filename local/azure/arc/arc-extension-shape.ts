import type { BodyShape } from '../core/request/body-shape.ts';

const members = {
  autoUpgradeMinorVersion: 'boolean',
  forceUpdateTag: 'string',
  instanceView: 'any',
  protectedSettings: 'any',
  provisioningState: 'string',
  publisher: 'string',
  settings: 'any',
  type: 'string',
  typeHandlerVersion: 'string',
} as const satisfies BodyShape;

/** The first api-version that knows automatic upgrade of Arc extensions. */
const automaticUpgradeSince = '2021-06-10';

/** What a write of Microsoft.HybridCompute/machines/extensions may hold at an api-version. */
export function arcExtensionShape(apiVersion: string): BodyShape {
  const knowsAutomaticUpgrade = apiVersion.slice(0, 10) >= automaticUpgradeSince;
  return {
    id: 'string',
    name: 'string',
    type: 'string',
    location: 'string',
    tags: { '*': 'string' },
    systemData: 'any',
    properties: knowsAutomaticUpgrade ? { ...members, enableAutomaticUpgrade: 'boolean' } : members,
  };
}
