import type { Capability } from './capability.ts';
import type { CloudName } from './cloud-name.ts';

/** What differs between clouds. Addresses are https and have no slash at their end. */
export interface CloudFacts {
  /** As people say it, in messages. */
  readonly title: string;
  /** Azure Resource Manager. */
  readonly resourceManager: string;
  /** Whom its tokens are for. Each cloud takes two names there; this one is the address itself. */
  readonly tokenAudience: string;
  /** Where an application signs in. A managed identity asks its host instead. */
  readonly login: string;
  readonly portal: string;
  /** Ends the host of a storage endpoint: `<account>.table.<suffix>`. */
  readonly storageSuffix: string;
  /** Ends the hosts of Azure Monitor that agents call. */
  readonly monitorDomain: 'com' | 'us' | 'cn';
  readonly lacks: readonly Capability[];
}

/**
 * Sources: addresses and audiences as Azure Resource Manager lists them at `/metadata/endpoints` (the Azure CLI and
 * HashiCorp's go-azure-sdk carry the same); endings of Azure Monitor's hosts, and custom metrics: "Azure Monitor agent
 * network configuration", 11/2024; what is lacking else: the rows "Clouds" of "Auto provision the Azure Monitor agent"
 * (8/2022) and of "Integrate Microsoft Defender for Endpoint" in the documentation of Defender for Cloud.
 */
const facts: Readonly<Record<CloudName, CloudFacts>> = {
  AzureCloud: {
    title: 'Azure',
    resourceManager: 'https://management.azure.com',
    tokenAudience: 'https://management.azure.com',
    login: 'https://login.microsoftonline.com',
    portal: 'https://portal.azure.com',
    storageSuffix: 'core.windows.net',
    monitorDomain: 'com',
    lacks: [],
  },
  AzureUSGovernment: {
    title: 'Azure Government',
    resourceManager: 'https://management.usgovcloudapi.net',
    tokenAudience: 'https://management.usgovcloudapi.net',
    login: 'https://login.microsoftonline.us',
    portal: 'https://portal.azure.us',
    storageSuffix: 'core.usgovcloudapi.net',
    monitorDomain: 'us',
    lacks: ['defaultWorkspacePipeline', 'customMetrics'],
  },
  AzureChinaCloud: {
    title: 'Azure operated by 21Vianet',
    resourceManager: 'https://management.chinacloudapi.cn',
    tokenAudience: 'https://management.chinacloudapi.cn',
    login: 'https://login.chinacloudapi.cn',
    portal: 'https://portal.azure.cn',
    storageSuffix: 'core.chinacloudapi.cn',
    monitorDomain: 'cn',
    lacks: ['defaultWorkspacePipeline', 'customMetrics', 'endpointProtection'],
  },
};

export function cloudFacts(cloud: CloudName): CloudFacts {
  return facts[cloud];
}
