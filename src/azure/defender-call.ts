import type { TargetRef } from '../domain/target/target-ref.ts';
import type { ArmCall } from './arm-caller.ts';

/** The GET of what Defender for Cloud keeps of a subscription; `path` stands behind the provider, `type` in the action. */
export function defenderCall(
  { resourceId, subscription, key }: TargetRef,
  path: string,
  type: string,
  apiVersion: string,
): ArmCall {
  return {
    client: 'security',
    method: 'GET',
    path: `${resourceId}/providers/Microsoft.Security/${path}?api-version=${apiVersion}`,
    operation: `Microsoft.Security/${type}/read`,
    provider: 'Microsoft.Security',
    access: 'read',
    subscription,
    target: key,
  };
}
