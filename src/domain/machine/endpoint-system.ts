import type { MachineFacts } from './machine-facts.ts';

/** Machines that Defender covers by the same settings; `unified`: Windows Server 2012 R2 and 2016. */
export const endpointSystems = ['windows', 'unified', 'linux'] as const;
export type EndpointSystem = (typeof endpointSystems)[number];

/** By the image of a VM, and by what a machine reports; a Windows of which neither tells counts as a newer one. */
export function endpointSystemOf({ os, platform }: Pick<MachineFacts, 'os' | 'platform'>): EndpointSystem {
  if (os === 'linux') return 'linux';
  const image = platform.kind !== 'arc' ? [platform.image?.offer, platform.image?.sku] : [platform.osSku];
  const told = [...image, platform.osName].filter((part) => part !== undefined).join(' ');
  return /\b2012[- ]?r2\b|\b2016\b|ws2012r2|ws2016/i.test(told) ? 'unified' : 'windows';
}
