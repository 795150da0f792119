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
  /** Ends the hosts of Azure Monitor that agents call. */
  readonly monitorDomain: 'com' | 'us' | 'cn';
  readonly lacks: readonly Capability[];
}

/**
 * Sources: addresses and audiences as Azure Resource Manager lists them at `/metadata/endpoints` (the Azure CLI and
 * HashiCorp's go-azure-sdk carry the same); endings of Azure Monitor's hosts: "Azure Monitor agent network
 * configuration", 11/2024; what is lacking else: the rows "Clouds" of "Auto provision the Azure Monitor agent"
 * (8/2022) and of "Integrate Microsoft Defender for Endpoint" in the documentation of Defender for Cloud.
 */
const facts: Readonly<Record<CloudName, CloudFacts>> = {
  AzureCloud: {
    title: 'Azure',
    resourceManager: 'https://management.azure.com',
    tokenAudience: 'https://management.azure.com',
    monitorDomain: 'com',
    lacks: [],
  },
  AzureUSGovernment: {
    title: 'Azure Government',
    resourceManager: 'https://management.usgovcloudapi.net',
    tokenAudience: 'https://management.usgovcloudapi.net',
    monitorDomain: 'us',
    lacks: ['defaultWorkspacePipeline'],
  },
  AzureChinaCloud: {
    title: 'Azure operated by 21Vianet',
    resourceManager: 'https://management.chinacloudapi.cn',
    tokenAudience: 'https://management.chinacloudapi.cn',
    monitorDomain: 'cn',
    lacks: ['defaultWorkspacePipeline', 'endpointProtection'],
  },
};

export function cloudFacts(cloud: CloudName): CloudFacts {
  return facts[cloud];
}
