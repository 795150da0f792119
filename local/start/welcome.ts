import { dirname, relative } from 'node:path';
import type { LocalInstance } from './local-instance.ts';

/** The block at the start: where everything is, and what to do with it. */
export function welcomeLines(instance: LocalInstance, notes: readonly string[]): string[] {
  const { azure, app, keys, instanceFile } = instance;
  const { url } = app.description;
  const short = (path: string): string => {
    const shorter = relative(process.cwd(), path);
    return shorter.startsWith('..') ? path : shorter;
  };
  const folder = short(dirname(instanceFile));
  const dataOption = folder === '.data' ? '' : ` --data ${folder}`;
  return [
    '',
    `App      ${url}/api/status?code=${keys.function}`,
    `         /api/machines/NAME tells why; also /api/machines, /api/subscriptions, /api/adoption; keys in ${short(instanceFile)}`,
    `Azure    ${azure.url}   control: ${azure.url}/_sim/stats`,
    `         certificate ${short(azure.certificate)}; for az: MSI_ENDPOINT=${azure.msiEndpoint}`,
    `Tenant   ${azure.tenant}, ${azure.machineIds.length} machines in ${azure.subscriptions.join(', ')}`,
    `Time     runs ${instance.speed} times as fast as real time`,
    `Play     npm run sim -- vm create my-vm${dataOption}   (in another terminal; npm run sim alone tells more)`,
    'End      Ctrl-C',
    ...notes.map((note) => `Note     ${note}`),
    '',
  ];
}
