/**
 * The api-version of every ARM request of this product. Compute, Monitor and Resource Graph: those that the SDK packages send
 * themselves (a test asks the SDKs, so that an upgrade of a package shows here). Arc: 2025-01-13, because the
 * SDK's own 2021-05-20 has no `enableAutomaticUpgrade`, operating system type or agent configuration.
 */
export const apiVersions = {
  compute: '2026-04-01',
  hybridCompute: '2025-01-13',
  monitor: '2024-03-11',
  managedIdentity: '2024-11-30',
  resources: '2024-03-01',
  resourceList: '2021-04-01',
  resourceGraph: '2024-04-01',
  authorization: '2022-04-01',
} as const;
