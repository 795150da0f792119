import { decodeFailure } from '../domain/failures/decode-failure.ts';
import type { RawFailure } from '../domain/failures/failure.ts';
import { isForbidden } from '../domain/failures/is-forbidden.ts';
import { allowsAction } from '../domain/permit/effective-rights.ts';
import type { ReachFacts } from '../domain/subscription/reach-facts.ts';
import { leastRoleOf } from '../domain/write/permissions.ts';
import type { AzurePort } from '../ports/azure.ts';

type Incomplete = Extract<ReachFacts, { kind: 'incomplete' }>;

/** Rights without which machines or their extensions are not among what Resource Graph shows. */
export const shownByMachines: readonly string[] = [
  'Microsoft.Compute/virtualMachines/read',
  'Microsoft.Compute/virtualMachines/extensions/read',
  'Microsoft.HybridCompute/machines/read',
  'Microsoft.HybridCompute/machines/extensions/read',
];

/**
 * What of `needed` Resource Graph would leave out without a word, because the app's roles at this scope do not let it be read ("Permissions
 * in Azure Resource Graph"). Where the roles cannot be read, nobody knows what it leaves out. Undefined: nothing.
 * `things`: what is left out, for people.
 */
export async function findHiddenTypes(
  azure: AzurePort,
  scope: string,
  needed: readonly string[],
  things = 'machines',
): Promise<Incomplete | undefined> {
  let hidden: readonly string[] = [];
  let failure: RawFailure | undefined;
  // What was kept may be from before a role was given, so it allows and does not forbid.
  for (const age of ['kept', 'fresh'] as const) {
    const roles = await azure.readPermissions(scope, age);
    failure = roles.kind === 'failed' ? roles.failure : undefined;
    hidden = roles.kind === 'failed' ? needed : needed.filter((action) => !allowsAction(roles.value, action));
    if (hidden.length === 0) return undefined;
  }
  if (failure !== undefined) return notReadable(scope, failure);
  const each = hidden.map((action) => `'${action}' (built-in role "${leastRoleOf(action) ?? 'Reader'}")`);
  const why = `the app lacks ${each.join(', ')} on '${scope}', without which Azure Resource Graph leaves ${things} out`;
  return { kind: 'incomplete', why, isThrottled: false };
}

function notReadable(scope: string, failure: RawFailure): Incomplete {
  const { detail } = decodeFailure(failure);
  const right = '\'Microsoft.Authorization/permissions/read\' (built-in role "Reader")';
  const needs = isForbidden(failure) ? `; the app needs ${right}` : '';
  return {
    kind: 'incomplete',
    why: `the app's own roles on '${scope}' cannot be read (${detail}), so nobody knows what Azure Resource Graph leaves out${needs}`,
    isThrottled: failure.source === 'http' && failure.status === 429,
  };
}
