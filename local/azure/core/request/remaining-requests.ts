import { parseArmId } from '../store/arm-id.ts';
import type { ArmRequest } from '../types.ts';

/**
 * What is left of a caller's buckets, as if it had just begun: nothing here runs dry by itself, faults do that. ARM counts
 * for the caller and, fifteen times as much, for the whole subscription (recordings of 2025; Azure docs, "Understand
 * how Azure Resource Manager throttles requests"); Compute adds its own policy to each answer ("Troubleshooting API
 * throttling errors", "Compute throttling limits").
 */
export function remainingRequests(request: ArmRequest): Record<string, string> {
  const kind = kindOf(request);
  const scope = 'x-ms-ratelimit-remaining-subscription';
  const own = kind === 'reads' ? 249 : 199;
  const all = { [`${scope}-${kind}`]: String(own), [`${scope}-global-${kind}`]: String(15 * (own + 1) - 1) };
  const policy = computePolicy(request);
  if (policy === undefined) return all;
  return { ...all, 'x-ms-ratelimit-remaining-resource': `Microsoft.Compute/${policy.name};${policy.capacity - 1}` };
}

function kindOf({ method }: ArmRequest): 'reads' | 'writes' | 'deletes' {
  if (method === 'DELETE') return 'deletes';
  return method === 'GET' || method === 'HEAD' ? 'reads' : 'writes';
}

/** Compute's policies and the capacity of each for one resource, for lists of the subscription. */
function computePolicy({ method, path }: ArmRequest): { name: string; capacity: number } | undefined {
  const { typePath, namePath } = parseArmId(path);
  const type = typePath.toLowerCase();
  if (!type.startsWith('microsoft.compute/')) return undefined;
  if (type.startsWith('microsoft.compute/locations/')) return { name: 'GetOperation', capacity: 45 };
  const isVm = type === 'microsoft.compute/virtualmachines';
  if (method === 'GET' || method === 'HEAD') {
    return namePath === '' ? { name: 'HighCostGet', capacity: 900 } : { name: 'LowCostGet', capacity: 36 };
  }
  if ((method === 'DELETE' && isVm) || type.endsWith('/deallocate')) return { name: 'DeleteVM', capacity: 12 };
  return { name: method === 'PUT' && isVm ? 'PutVM' : 'UpdateVM', capacity: 12 };
}
