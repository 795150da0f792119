import type { TargetRef } from '../target/target-ref.ts';
import type { SharedResource } from './shared-resource.ts';

/** Every write that is sent to a subscription, or makes something in it. */
export type SubscriptionWrite =
  | {
      readonly kind: 'putDefenderPlan';
      readonly target: TargetRef;
      readonly body: PlanBody;
      /** What the file decides in it, in words; the rest of the body goes back as it was read. Absent: all of it. */
      readonly decided?: readonly string[];
    }
  | {
      readonly kind: 'putEndpointSetting';
      readonly target: TargetRef;
      readonly name: EndpointSettingName;
      readonly body: { readonly kind: 'DataExportSettings'; readonly properties: { readonly enabled: boolean } };
    }
  | {
      readonly kind: 'putVulnerabilityAssessment';
      readonly target: TargetRef;
      readonly body: {
        readonly kind: 'AzureServersSetting';
        readonly properties: { readonly selectedProvider: 'MdeTvm' };
      };
    }
  | {
      readonly kind: 'putAutoProvisioning';
      readonly target: TargetRef;
      readonly body: { readonly properties: { readonly autoProvision: 'Off' } };
    }
  | { readonly kind: 'registerProvider'; readonly target: TargetRef; readonly namespace: string }
  | { readonly kind: 'putShared'; readonly target: TargetRef; readonly resource: SharedResource };

/** Settings of Defender for Cloud that concern Defender for Endpoint (Microsoft.Security settings 2022-05-01). */
export type EndpointSettingName = 'WDATP' | 'WDATP_UNIFIED_SOLUTION' | 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW';

/** Texts where Azure writes texts: `"True"` is none of JSON's (Microsoft.Security pricings 2024-01-01). */
export interface PlanBody {
  readonly properties: {
    readonly pricingTier: 'Free' | 'Standard';
    readonly subPlan?: string;
    readonly enforce?: string;
    readonly extensions?: readonly {
      readonly name: string;
      readonly isEnabled: string;
      readonly additionalExtensionProperties?: Readonly<Record<string, unknown>>;
    }[];
  };
}

/** The ARM operation that such a write needs. */
export function subscriptionActionOf(write: SubscriptionWrite): string {
  switch (write.kind) {
    case 'putDefenderPlan':
      return 'Microsoft.Security/pricings/write';
    case 'putEndpointSetting':
      return 'Microsoft.Security/settings/write';
    case 'putVulnerabilityAssessment':
      return 'Microsoft.Security/serverVulnerabilityAssessmentsSettings/write';
    case 'putAutoProvisioning':
      return 'Microsoft.Security/autoProvisioningSettings/write';
    case 'registerProvider':
      return `${write.namespace}/register/action`;
    case 'putShared':
      return `${write.resource.type}/write`;
  }
}

/** The ARM id of what such a write makes or changes. */
export function subscriptionResourceOf(write: SubscriptionWrite): string {
  const security = `${write.target.resourceId}/providers/Microsoft.Security`;
  switch (write.kind) {
    case 'putDefenderPlan':
      return `${security}/pricings/VirtualMachines`;
    case 'putEndpointSetting':
      return `${security}/settings/${write.name}`;
    case 'putVulnerabilityAssessment':
      return `${security}/serverVulnerabilityAssessmentsSettings/azureServersSetting`;
    case 'putAutoProvisioning':
      return `${security}/autoProvisioningSettings/default`;
    case 'registerProvider':
      return `${write.target.resourceId}/providers/${write.namespace}`;
    case 'putShared':
      return write.resource.resourceId;
  }
}

const kinds: readonly string[] = [
  'putDefenderPlan',
  'putEndpointSetting',
  'putVulnerabilityAssessment',
  'putAutoProvisioning',
  'registerProvider',
  'putShared',
] satisfies readonly SubscriptionWrite['kind'][];

export function isSubscriptionWrite<Other extends { readonly kind: string }>(
  write: Other | SubscriptionWrite,
): write is SubscriptionWrite {
  return kinds.includes(write.kind);
}
