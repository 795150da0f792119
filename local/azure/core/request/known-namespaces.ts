import { type ArmError, armError } from './arm-error.ts';

/** Resource providers of public Azure (Azure docs, "Resource providers for Azure services"). */
const namespaces = `
  Microsoft.AAD Microsoft.Addons Microsoft.Advisor Microsoft.AgFoodPlatform Microsoft.AlertsManagement
  Microsoft.AnalysisServices Microsoft.ApiManagement Microsoft.App Microsoft.AppConfiguration Microsoft.AppPlatform
  Microsoft.Attestation Microsoft.Authorization Microsoft.Automanage Microsoft.Automation Microsoft.AVS
  Microsoft.AzureActiveDirectory Microsoft.AzureArcData Microsoft.AzureData Microsoft.AzureStack Microsoft.AzureStackHCI
  Microsoft.Batch Microsoft.Billing Microsoft.BotService Microsoft.Cache Microsoft.Capacity Microsoft.Cdn
  Microsoft.CertificateRegistration Microsoft.ChangeAnalysis Microsoft.Chaos Microsoft.ClassicCompute
  Microsoft.CognitiveServices Microsoft.Commerce Microsoft.Communication Microsoft.Compute Microsoft.ConfidentialLedger
  Microsoft.ConnectedVMwarevSphere Microsoft.Consumption Microsoft.ContainerInstance Microsoft.ContainerRegistry
  Microsoft.ContainerService Microsoft.CostManagement Microsoft.CustomerLockbox Microsoft.CustomLocation
  Microsoft.CustomProviders Microsoft.DataBox Microsoft.DataBoxEdge Microsoft.Databricks Microsoft.DataCatalog
  Microsoft.DataFactory Microsoft.DataMigration Microsoft.DataProtection Microsoft.DataShare Microsoft.DBforMariaDB
  Microsoft.DBforMySQL Microsoft.DBforPostgreSQL Microsoft.DesktopVirtualization Microsoft.DevCenter Microsoft.Devices
  Microsoft.DevTestLab Microsoft.DigitalTwins Microsoft.DocumentDB Microsoft.DomainRegistration Microsoft.Easm
  Microsoft.EdgeOrder Microsoft.ElasticSan Microsoft.EventGrid Microsoft.EventHub Microsoft.ExtendedLocation
  Microsoft.Fabric Microsoft.Features Microsoft.GuestConfiguration Microsoft.HardwareSecurityModules Microsoft.HDInsight
  Microsoft.HealthBot Microsoft.HealthcareApis Microsoft.HybridCompute Microsoft.HybridConnectivity
  Microsoft.HybridContainerService Microsoft.HybridNetwork Microsoft.Insights Microsoft.IoTCentral Microsoft.KeyVault
  Microsoft.Kubernetes Microsoft.KubernetesConfiguration Microsoft.Kusto Microsoft.LabServices Microsoft.LoadTestService
  Microsoft.Logic Microsoft.MachineLearningServices Microsoft.Maintenance Microsoft.ManagedIdentity
  Microsoft.ManagedNetworkFabric Microsoft.ManagedServices Microsoft.Management Microsoft.Maps Microsoft.Marketplace
  Microsoft.MarketplaceOrdering Microsoft.Media Microsoft.Migrate Microsoft.MixedReality Microsoft.Monitor
  Microsoft.NetApp Microsoft.Network Microsoft.NetworkCloud Microsoft.NotificationHubs Microsoft.OffAzure
  Microsoft.OperationalInsights Microsoft.OperationsManagement Microsoft.Orbital Microsoft.Peering
  Microsoft.PolicyInsights Microsoft.Portal Microsoft.PowerBIDedicated Microsoft.Purview Microsoft.Quota
  Microsoft.RecoveryServices Microsoft.RedHatOpenShift Microsoft.Relay Microsoft.ResourceConnector
  Microsoft.ResourceGraph Microsoft.ResourceHealth Microsoft.ResourceNotifications Microsoft.Resources Microsoft.SaaS
  Microsoft.ScVmm Microsoft.Search Microsoft.Security Microsoft.SecurityInsights Microsoft.SerialConsole
  Microsoft.ServiceBus Microsoft.ServiceFabric Microsoft.ServiceLinker Microsoft.SignalRService Microsoft.Solutions
  Microsoft.Sql Microsoft.SqlVirtualMachine Microsoft.Storage Microsoft.StorageCache Microsoft.StorageMover
  Microsoft.StorageSync Microsoft.StreamAnalytics Microsoft.Subscription Microsoft.Support Microsoft.Synapse
  Microsoft.VirtualMachineImages Microsoft.VisualStudio Microsoft.VMware Microsoft.Web Microsoft.WindowsIoT
  Microsoft.Workloads`;

const known: ReadonlySet<string> = new Set(namespaces.toLowerCase().trim().split(/\s+/));

/**
 * What is answered for a provider that is not simulated: 501 when ARM knows it, since it would have an answer, and
 * else ARM's own 404.
 */
export function providerNotHere(namespace: string): ArmError {
  if (known.has(namespace.toLowerCase())) {
    return armError(501, 'SimulatorProviderUnknown', `The Azure simulator does not have the provider ${namespace}.`);
  }
  return armError(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
}

/** Whether ARM has a provider of that name. */
export function isKnownNamespace(namespace: string): boolean {
  return known.has(namespace.toLowerCase());
}
