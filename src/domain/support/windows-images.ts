import type { MarketplaceImage } from './marketplace-image.ts';

/**
 * Windows images that the agent supports.
 * Source: built-in policy definitions "Configure Windows virtual machines to run Azure Monitor Agent using user-assigned
 * managed identity" (637125fd-7c39-4b94-bb0a-d331faf333a9, 1.9.0), github Azure/azure-policy at f4a50bac, 2026-04-29.
 * Left out on purpose: SKU 2008-R2-SP1*, which the policy lists and Microsoft no longer updates; who pays for longer
 * support adds it under support.additionalImages.
 */
export const windowsImages: readonly MarketplaceImage[] = [
  {
    publisher: 'MicrosoftWindowsServer',
    offers: ['WindowsServer'],
    skus: ['2012-*', '2016-*', '2019-*', '2022-*', '2025-*'],
  },
  {
    publisher: 'MicrosoftWindowsServer',
    offers: ['WindowsServerSemiAnnual'],
    skus: [
      'Datacenter-Core-1709-smalldisk',
      'Datacenter-Core-1709-with-Containers-smalldisk',
      'Datacenter-Core-1803-with-Containers-smalldisk',
    ],
  },
  { publisher: 'MicrosoftWindowsServerHPCPack', offers: ['WindowsServerHPCPack'], skus: ['*'] },
  {
    publisher: 'MicrosoftSQLServer',
    offers: ['2025', '2022', '2019', '2016', '2012R2'].flatMap((year) => [`*-WS${year}`, `*-WS${year}-BYOL`]),
    skus: ['*'],
  },
  { publisher: 'MicrosoftRServer', offers: ['MLServer-WS2016'], skus: ['*'] },
  { publisher: 'MicrosoftVisualStudio', offers: ['VisualStudio', 'Windows'], skus: ['*'] },
  { publisher: 'MicrosoftDynamicsAX', offers: ['Dynamics'], skus: ['Pre-Req-AX7-Onebox-U8'] },
  { publisher: 'microsoft-ads', offers: ['windows-data-science-vm'], skus: ['*'] },
  { publisher: 'MicrosoftWindowsDesktop', offers: ['Windows-1*'], skus: ['*'] },
];
