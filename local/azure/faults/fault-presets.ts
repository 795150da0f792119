import {
  authorizationFailed,
  denyAssignmentFailed,
  disallowedByPolicy,
  linkedAuthorizationFailed,
  scopeLocked,
} from '../authorization/refusals.ts';
import { ArmError, armError } from '../core/request/arm-error.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import type { ArmRequest } from '../core/types.ts';

/** Builds the error of a preset for the request that it hits. `retryAfter` in seconds. */
type Preset = (request: ArmRequest, retryAfter: number) => ArmError;

/**
 * The refusals of ARM and Compute that decide how a caller goes on, by name. Texts: the Azure pages named at each.
 */
export const faultPresets = {
  /** Azure docs, "Compute throttling limits": the code is OperationNotAllowed, `details` tell that it is throttling. */
  throttled: (_request, retryAfter) =>
    new ArmError(
      429,
      {
        code: 'OperationNotAllowed',
        message: 'The server rejected the request because too many requests have been received for this subscription.',
        details: [
          {
            code: 'TooManyRequests',
            target: 'UpdateVM',
            message:
              '{"operationGroup":"UpdateVM","startTime":"2026-01-01T00:00:00Z","endTime":"2026-01-01T00:01:00Z","allowedRequestCount":12,"measuredRequestCount":13}',
          },
        ],
      },
      { 'Retry-After': String(retryAfter), 'x-ms-ratelimit-remaining-resource': 'Microsoft.Compute/UpdateVM;0' },
    ),
  /** Azure docs, "Understand how Azure Resource Manager throttles requests". */
  armThrottled: (request, retryAfter) => {
    const kind = request.method === 'GET' ? 'reads' : request.method === 'DELETE' ? 'deletes' : 'writes';
    return new ArmError(
      429,
      {
        code: 'SubscriptionRequestsThrottled',
        message: `Number of '${kind}' requests for subscription '${request.path.split('/')[2] ?? ''}' actor '${request.principal.objectId}' exceeded. Please try again after '${retryAfter}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
      },
      { 'Retry-After': String(retryAfter), [`x-ms-ratelimit-remaining-subscription-${kind}`]: '0' },
    );
  },
  /** Another operation holds the resource. Compute's text is not published; the code is what callers have reported. */
  busy: (request) =>
    isArc(request)
      ? armError(
          409,
          'HCRP409',
          'An extension of type AzureMonitorLinuxAgent is still processing. Only one instance of an extension may be in progress at a time for the same resource. Please retry after sometime.',
        )
      : armError(409, 'AnotherOperationInProgress', `Another operation is in progress on '${request.path}'.`),
  /** Reported in Azure/RDS-Templates#685. */
  vmNotRunning: () =>
    armError(409, 'OperationNotAllowed', 'Cannot modify extensions in the VM when the VM is not running.'),
  /** Reported in Azure/azure-rest-api-specs#17102. */
  versionConflict: (request) => {
    const name = request.path.split('/').at(-1) ?? '';
    return armError(
      409,
      'OperationNotAllowed',
      `Cannot update handlerVersion or autoUpgradeMinorVersion for VM extension '${name}'. Change is in conflict with other extensions under handler 'Microsoft.Azure.Monitor.${name}', with typeHandler version '1.0' and autoUpgradeMinorVersion 'False'.`,
    );
  },
  lock: (request) => scopeLocked(request.path, request.method === 'DELETE' ? 'delete' : 'write', groupOf(request.path)),
  deny: (request) => {
    const id = `${groupOf(request.path)}/providers/Microsoft.Authorization/denyAssignments/00000000-0000-4000-a000-000000000001`;
    const deny = { name: 'scripted deny assignment', id, scope: groupOf(request.path) };
    return denyAssignmentFailed(request.principal, request.operation, request.path, deny);
  },
  policy: (request) => disallowedByPolicy(request.path, { name: 'scripted-policy', scope: groupOf(request.path) }),
  forbidden: (request) => authorizationFailed(request.principal, request.operation, request.path),
  linkedForbidden: (request) =>
    linkedAuthorizationFailed(request.principal, request.operation, request.path, {
      action: 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
      scopes: [`${groupOf(request.path)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/scripted`],
    }),
  preconditionFailed: () =>
    armError(412, 'PreconditionFailed', 'The condition specified using HTTP conditional header(s) is not met.'),
  notFound: (request) => resourceNotFound(request.path),
  serverError: () => armError(500, 'InternalServerError', 'The server encountered an error. Please try again later.'),
  unavailable: (_request, retryAfter) =>
    new ArmError(
      503,
      { code: 'ServerTimeout', message: 'The request timed out. Please try again later.' },
      { 'Retry-After': String(retryAfter) },
    ),
} satisfies Record<string, Preset>;

export type PresetName = keyof typeof faultPresets;

function isArc(request: ArmRequest): boolean {
  return /\/providers\/Microsoft\.HybridCompute\//i.test(request.path);
}

function groupOf(path: string): string {
  return path.match(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i)?.[0] ?? path;
}
