import { isSameName } from '../ids.ts';
import type { MachineFacts } from './machine-facts.ts';

/** Whether a look saw the machine running or connected. */
export function isFactsOn({ platform }: Pick<MachineFacts, 'platform'>): boolean {
  return platform.kind === 'vm' ? platform.power === 'running' : isSameName(platform.status ?? '', 'Connected');
}
