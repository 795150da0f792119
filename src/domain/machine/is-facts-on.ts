import { isSameName } from '../ids.ts';
import type { MachineFacts } from './machine-facts.ts';

/** Whether a look saw the machine running or connected; the model of a scale set is always there to be changed. */
export function isFactsOn({ platform }: Pick<MachineFacts, 'platform'>): boolean {
  if (platform.kind === 'scaleSet') return true;
  return platform.kind === 'vm' ? platform.power === 'running' : isSameName(platform.status ?? '', 'Connected');
}
