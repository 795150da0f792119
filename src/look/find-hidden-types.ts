import { allowsAction } from '../domain/permit/effective-rights.ts';
import { leastRoleOf } from '../domain/write/permissions.ts';
import type { AzurePort } from '../ports/azure.ts';

/** What a list of those whom Defender would reach is made of. */
const needed: readonly string[] = [
  'Microsoft.Compute/virtualMachines/read',
  'Microsoft.Compute/virtualMachines/extensions/read',
  'Microsoft.HybridCompute/machines/read',
  'Microsoft.HybridCompute/machines/extensions/read',
  'Microsoft.Security/assessments/read',
];

/**
 * What Resource Graph would leave out without a word, because the app's roles at this scope do not let it be read ("Permissions
 * in Azure Resource Graph"), in one line; undefined for nothing, and where the roles cannot be read.
 */
export async function findHiddenTypes(azure: AzurePort, scope: string): Promise<string | undefined> {
  let hidden: readonly string[] = [];
  // What was kept may be from before a role was given, so it allows and does not forbid.
  for (const age of ['kept', 'fresh'] as const) {
    const roles = await azure.readPermissions(scope, age);
    if (roles.kind === 'failed') return undefined;
    hidden = needed.filter((action) => !allowsAction(roles.value, action));
    if (hidden.length === 0) return undefined;
  }
  const each = hidden.map((action) => `'${action}' (built-in role "${leastRoleOf(action) ?? 'Reader'}")`);
  return `the app lacks ${each.join(', ')} on '${scope}', without which Azure Resource Graph leaves machines out`;
}
