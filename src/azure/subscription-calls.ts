import {
  type SubscriptionWrite,
  subscriptionActionOf,
  subscriptionResourceOf,
} from '../domain/write/subscription-write.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCall } from './arm-caller.ts';
import { encodePath } from './arm-path.ts';
import { sharedApi } from './shared-api.ts';

const security = 'Microsoft.Security';

/** The request of a write to a subscription, or to what its machines share; whoever sends it gives it its method. */
export function callOfSubscriptionWrite(write: SubscriptionWrite): Omit<ArmCall, 'method'> {
  const { subscription, key } = write.target;
  const shared = { operation: subscriptionActionOf(write), access: 'write', subscription, target: key } as const;
  const at = (apiVersion: string): string => `${encodePath(subscriptionResourceOf(write))}?api-version=${apiVersion}`;
  const defender = { client: 'security', provider: security } as const;
  switch (write.kind) {
    case 'putDefenderPlan':
      return { ...shared, ...defender, path: at(apiVersions.pricings), body: write.body };
    case 'putEndpointSetting':
      return { ...shared, ...defender, path: at(apiVersions.securitySettings), body: write.body };
    case 'putVulnerabilityAssessment':
      return { ...shared, ...defender, path: at(apiVersions.serverVulnerabilityAssessments), body: write.body };
    case 'putAutoProvisioning':
      return { ...shared, ...defender, path: at(apiVersions.autoProvisioning), body: write.body };
    case 'registerProvider': {
      const path = `${encodePath(subscriptionResourceOf(write))}/register?api-version=${apiVersions.providers}`;
      return { ...shared, client: 'compute', provider: 'Microsoft.Resources', path };
    }
    case 'putShared': {
      const { type, body } = write.resource;
      const { apiVersion, provider } = sharedApi(type);
      return { ...shared, client: 'compute', provider, path: at(apiVersion), body };
    }
  }
}
