import type { DeniedAction } from '../domain/failures/denied-action.ts';
import { allowsAction } from '../domain/permit/effective-rights.ts';
import type { StepRecord, StepRow } from '../domain/step/step-record.ts';
import { isDenied } from '../domain/stops/release-denied.ts';
import type { WriteClaim } from '../domain/write/write-claim.ts';
import type { AzurePort } from '../ports/azure.ts';

/** Before its first write, and after a refusal for want of a right, it is worth asking what the roles allow. */
export function isWorthAsking(step: StepRecord | undefined): boolean {
  return step === undefined || step.writes.length === 0 || isDenied(step);
}

/**
 * Rights that this write needs and that the app's roles do not have, as far as Azure lets them be seen; none where it
 * does not, since then the write itself tells. Rights to read are left out: what a write names was read before.
 */
export async function findMissingPermissions(
  azure: AzurePort,
  target: Pick<StepRow, 'resourceId'>,
  { action, resourceId, linked }: WriteClaim,
): Promise<readonly DeniedAction[]> {
  const missing: DeniedAction[] = [];
  // Roles are given to groups and above as a rule, and one reading of a group does for all that lies in it.
  const places = [...new Set([parentOf(target.resourceId), target.resourceId])];
  if (!(await mayDo(azure, action, places))) missing.push({ action, scope: resourceId });
  for (const other of linked) {
    if (other.action.toLowerCase().endsWith('/read')) continue;
    const around = [...new Set([parentOf(other.resourceId), other.resourceId])];
    if (!(await mayDo(azure, other.action, around))) {
      missing.push({ action: other.action, scope: other.resourceId });
    }
  }
  return missing;
}

/**
 * Whether one of these places allows it, each within the one before it and asked only when that does not. Where the last
 * cannot be read it may, and so may who is said to have no role at all: then the machine could not have been read either.
 */
async function mayDo(azure: AzurePort, action: string, places: readonly string[]): Promise<boolean> {
  let isDoubtful = true;
  for (const place of places) {
    // What was kept may be from before a role was given, so it allows and does not forbid.
    for (const age of ['kept', 'fresh'] as const) {
      const read = await azure.readPermissions(place, age);
      isDoubtful = read.kind === 'failed' || read.value.length === 0;
      if (read.kind === 'failed') break;
      if (allowsAction(read.value, action)) return true;
    }
  }
  return isDoubtful;
}

/** The resource group of a resource, or the subscription of what lies in none. */
function parentOf(resourceId: string): string {
  const segments = resourceId.split('/');
  return segments.slice(0, segments[3]?.toLowerCase() === 'resourcegroups' ? 5 : 3).join('/');
}
