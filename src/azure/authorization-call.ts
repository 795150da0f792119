import type { ArmCall } from './arm-caller.ts';
import { encodePath } from './arm-path.ts';

/** What is asked about, as the throttle gates and the log have it. */
interface Asked {
  readonly subscription: ArmCall['subscription'];
  readonly key: ArmCall['target'];
}

/** Reads the list `type` of Microsoft.Authorization at a scope; its right has the same name. */
export function authorizationCall(
  { subscription, key }: Asked,
  scope: string,
  type: string,
  apiVersion: string,
): ArmCall {
  return {
    client: 'compute',
    method: 'GET',
    path: `${encodePath(scope)}/providers/Microsoft.Authorization/${type}?api-version=${apiVersion}`,
    operation: `Microsoft.Authorization/${type}/read`,
    provider: 'Microsoft.Authorization',
    access: 'read',
    subscription,
    target: key,
  };
}
