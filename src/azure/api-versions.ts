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
  subscriptions: '2022-12-01',
  providers: '2021-04-01',
  pricings: '2024-01-01',
  pricingsRead: '2026-07-01',
  securitySettings: '2022-05-01',
  serverVulnerabilityAssessments: '2023-05-01',
  tags: '2024-03-01',
  mdeOnboardings: '2021-10-01-preview',
  autoProvisioning: '2017-08-01-preview',
  securityConnectors: '2024-08-01-preview',
  policyAssignments: '2025-03-01',
  policyExemptions: '2022-07-01-preview',
  locks: '2020-05-01',
  roleAssignments: '2022-04-01',
  workspaces: '2025-02-01',
  solutions: '2015-11-01-preview',
  eventGrid: '2025-02-15',
  authorization: '2022-04-01',
} as const;
