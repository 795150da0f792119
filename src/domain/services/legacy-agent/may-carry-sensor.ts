import { endpointSystemOf } from '../../machine/endpoint-system.ts';
import type { MachineFacts } from '../../machine/machine-facts.ts';

/**
 * Whether the Log Analytics agent may still carry the sensor of Defender for Endpoint: on Windows Server 2012 R2 and 2016,
 * which had none of their own before the unified solution ("Onboard Windows servers to Defender for Endpoint"). A Windows
 * that tells no version may be one of them: nothing is taken off in doubt.
 */
export function mayCarrySensor(facts: Pick<MachineFacts, 'os' | 'platform'>): boolean {
  if (facts.os === 'linux') return false;
  return endpointSystemOf(facts) === 'unified' || !newer.test(textOf(facts));
}

const newer = /\b20(?:19|22|25)\b|ws20(?:19|22|25)|windows[- ]?1[01]\b/i;

function textOf({ platform }: Pick<MachineFacts, 'platform'>): string {
  const image = platform.kind !== 'arc' ? [platform.image?.offer, platform.image?.sku] : [platform.osSku];
  return [...image, platform.osName].filter((part) => part !== undefined).join(' ');
}
