import { parseArmId } from '../store/arm-id.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const compute = words(`
  2015-06-15 2016-03-30 2016-04-30-preview 2017-03-30 2017-12-01 2018-04-01 2018-06-01 2018-10-01 2019-03-01 2019-07-01
  2019-12-01 2020-06-01 2020-12-01 2021-03-01 2021-04-01 2021-07-01 2021-11-01 2022-03-01 2022-08-01 2022-11-01
  2023-03-01 2023-07-01 2023-09-01 2024-03-01 2024-07-01 2024-11-01 2025-04-01 2026-04-01`);

const hybridCompute = words(`
  2019-03-18-preview 2019-08-02-preview 2019-12-12 2020-07-30-preview 2020-08-02 2020-08-15-preview 2021-01-28-preview
  2021-03-25-preview 2021-04-22-preview 2021-05-17-preview 2021-05-20 2021-06-10-preview 2021-12-10-preview 2022-03-10
  2022-05-10-preview 2022-08-11-preview 2022-11-10 2022-12-27-preview 2022-12-27 2023-03-15-preview 2023-06-20-preview
  2023-10-03-preview 2024-03-31-preview 2024-05-20-preview 2024-07-10 2024-07-31-preview 2024-09-10-preview
  2024-11-10-preview 2025-01-13 2025-02-19-preview 2025-06-01 2025-08-21-preview 2025-09-16-preview`);

const policy = words(`
  2015-10-01-preview 2016-04-01 2016-12-01 2018-03-01 2018-05-01 2019-01-01 2019-06-01 2019-09-01 2020-03-01 2020-09-01
  2021-06-01 2022-06-01 2023-04-01 2024-04-01 2024-05-01 2025-01-01 2025-03-01 2026-07-01`);

const rules = words('2019-11-01-preview 2021-04-01 2021-09-01-preview 2022-06-01 2023-03-11 2024-03-11');

const resources = words(`
  2015-01-01 2015-11-01 2016-02-01 2016-06-01 2016-07-01 2016-09-01 2017-05-10 2018-02-01 2018-05-01 2018-06-01
  2019-03-01 2019-05-01 2019-05-10 2019-06-01 2019-07-01 2019-08-01 2019-10-01 2019-11-01 2020-01-01 2020-06-01
  2020-08-01 2020-10-01 2021-01-01 2021-04-01 2022-09-01 2022-12-01 2023-07-01 2024-03-01 2024-07-01 2024-11-01
  2025-03-01 2025-04-01`);

const management = words(`
  2017-11-01-preview 2018-01-01-preview 2018-03-01-preview 2019-11-01 2020-02-01 2020-05-01 2020-10-01 2021-04-01
  2023-04-01 2024-02-01-preview`);

const eventGrid = words(`
  2020-04-01-preview 2020-10-15-preview 2021-06-01-preview 2021-10-15-preview 2021-12-01 2022-06-15 2023-06-01-preview
  2023-12-15-preview 2024-06-01-preview 2024-12-15-preview 2025-02-15 2025-04-01-preview 2025-07-15-preview`);

const network = words(`
  2018-01-01 2018-02-01 2018-04-01 2018-06-01 2018-07-01 2018-08-01 2018-10-01 2018-11-01 2018-12-01 2019-02-01
  2019-04-01 2019-06-01 2019-07-01 2019-08-01 2019-09-01 2019-11-01 2019-12-01 2020-03-01 2020-04-01 2020-05-01
  2020-06-01 2020-07-01 2020-08-01 2020-11-01 2021-02-01 2021-03-01 2021-05-01 2021-08-01 2022-01-01 2022-05-01
  2022-07-01 2022-09-01 2022-11-01 2023-02-01 2023-04-01 2023-05-01 2023-06-01 2023-09-01 2023-11-01 2024-01-01
  2024-03-01 2024-05-01 2024-07-01`);

/**
 * The api-versions of each type that is simulated, oldest first: those of the specifications (Azure/bicep-types-az,
 * generated; Azure/azure-rest-api-specs) up to what the SDK packages send. Network: from 2018 on.
 */
export const versionsOfTypes: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Authorization/locks': words('2015-01-01 2016-09-01 2017-04-01 2020-05-01'),
  'Microsoft.Authorization/permissions': words('2015-07-01 2018-01-01-preview 2018-07-01 2022-04-01'),
  'Microsoft.Authorization/policyAssignments': policy,
  'Microsoft.Authorization/policyDefinitions': policy.filter((version) => version <= '2025-03-01'),
  'Microsoft.Authorization/policyExemptions': words(
    '2020-07-01-preview 2022-07-01-preview 2024-12-01-preview 2026-01-01-preview',
  ),
  'Microsoft.Authorization/policySetDefinitions': policy.slice(policy.indexOf('2018-03-01')),
  'Microsoft.Authorization/roleAssignments': words(`
    2015-07-01 2017-10-01-preview 2018-01-01-preview 2018-09-01-preview 2020-03-01-preview 2020-04-01-preview
    2020-08-01-preview 2020-10-01-preview 2021-04-01-preview 2022-04-01`),
  'Microsoft.Compute/locations': compute,
  'Microsoft.Compute/virtualMachineScaleSets': compute,
  'Microsoft.Compute/virtualMachineScaleSets/extensions': compute,
  'Microsoft.Compute/virtualMachineScaleSets/virtualMachines': compute,
  'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/extensions': compute,
  'Microsoft.Compute/virtualMachines': compute,
  'Microsoft.Compute/virtualMachines/extensions': compute,
  'Microsoft.EventGrid/systemTopics': eventGrid,
  'Microsoft.EventGrid/systemTopics/eventSubscriptions': eventGrid,
  'Microsoft.HybridCompute/locations': hybridCompute,
  'Microsoft.HybridCompute/machines': hybridCompute,
  'Microsoft.HybridCompute/machines/extensions': hybridCompute,
  'Microsoft.Insights/dataCollectionEndpoints': rules.slice(1),
  'Microsoft.Insights/dataCollectionRuleAssociations': rules,
  'Microsoft.Insights/dataCollectionRules': rules,
  'Microsoft.ManagedIdentity/userAssignedIdentities': words(`
    2015-08-31-preview 2018-11-30 2021-09-30-preview 2022-01-31-preview 2023-01-31 2023-07-31-preview 2024-11-30
    2025-01-31-preview`),
  'Microsoft.Management/getEntities': management,
  'Microsoft.Management/managementGroups': management,
  'Microsoft.Management/managementGroups/subscriptions': management,
  'Microsoft.Network/networkInterfaces': network,
  'Microsoft.OperationalInsights/workspaces': words(`
    2015-03-20 2015-11-01-preview 2020-03-01-preview 2020-08-01 2020-10-01 2021-06-01 2021-12-01-preview 2022-10-01
    2023-09-01 2025-02-01 2025-07-01 2026-03-01`),
  'Microsoft.OperationsManagement/solutions': words('2015-11-01-preview'),
  'Microsoft.ResourceGraph/resources': words(`
    2018-09-01-preview 2019-04-01 2020-04-01-preview 2020-09-01-preview 2021-03-01 2021-06-01-preview 2022-10-01
    2023-09-01-preview 2024-04-01`),
  'Microsoft.Resources/locations': resources,
  'Microsoft.Resources/resourceGroups': resources,
  'Microsoft.Resources/subscriptions': resources,
  'Microsoft.Resources/tags': resources.slice(resources.indexOf('2019-10-01')),
  'Microsoft.Security/assessments': words('2019-01-01-preview 2020-01-01 2021-06-01 2025-05-04'),
  'Microsoft.Security/autoProvisioningSettings': words('2017-08-01-preview'),
  'Microsoft.Security/mdeOnboardings': words('2021-10-01-preview'),
  'Microsoft.Security/pricings': words('2018-06-01 2022-03-01 2023-01-01 2024-01-01 2025-10-01-preview 2026-07-01'),
  'Microsoft.Security/securityConnectors': words(`
    2021-07-01-preview 2021-12-01-preview 2022-05-01-preview 2022-08-01-preview 2023-03-01-preview 2023-10-01-preview
    2024-03-01-preview 2024-07-01-preview 2024-08-01-preview 2026-08-01-preview`),
  'Microsoft.Security/serverVulnerabilityAssessmentsSettings': words('2023-05-01'),
  'Microsoft.Security/settings': words('2017-08-01-preview 2019-01-01 2021-06-01 2021-07-01 2022-05-01'),
};

const byLowerCase = new Map(Object.entries(versionsOfTypes).map(([type, versions]) => [type.toLowerCase(), versions]));

/** The versions of a type, or of the nearest type above it that has a list (`.../virtualMachines/start`); undefined for others. */
export function versionsOf(typePath: string): readonly string[] | undefined {
  const parts = typePath.toLowerCase().split('/');
  for (let length = parts.length; length >= 2; length -= 1) {
    const versions = byLowerCase.get(parts.slice(0, length).join('/'));
    if (versions !== undefined) return versions;
  }
  return undefined;
}

/** The newest version for a path, a preview only where there are no others; ARM's own for a path of no type that is simulated. */
export function newestVersionFor(path: string): string {
  const versions = versionsOf(parseArmId(path).typePath) ?? resources;
  return versions.findLast((version) => !version.endsWith('-preview')) ?? versions.at(-1) ?? '';
}
