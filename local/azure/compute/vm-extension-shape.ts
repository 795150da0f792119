import type { BodyShape } from '../core/request/body-shape.ts';

/** What a write of Microsoft.Compute/virtualMachines/extensions may hold (REST API 2020-06-01 to 2025-04-01). */
export const vmExtensionShape = {
  location: 'string',
  properties: {
    autoUpgradeMinorVersion: 'boolean',
    enableAutomaticUpgrade: 'boolean',
    forceUpdateTag: 'string',
    instanceView: 'any',
    protectedSettings: 'any',
    protectedSettingsFromKeyVault: { secretUrl: 'string', sourceVault: { id: 'string' } },
    provisionAfterExtensions: ['string'],
    provisioningState: 'string',
    publisher: 'string',
    settings: 'any',
    suppressFailures: 'boolean',
    type: 'string',
    typeHandlerVersion: 'string',
  },
  systemData: 'any',
  tags: { '*': 'string' },
  id: 'string',
  name: 'string',
  type: 'string',
} as const satisfies BodyShape;
