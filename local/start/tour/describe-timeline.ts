import type { MachineDetail } from '../app-client.ts';
import { clockTime } from '../describe-machines.ts';
import type { AzureDescription } from '../processes/azure-description.ts';

/** What happened to a machine from a time on (app time), oldest first, with principals by name. */
export function describeTimeline(machine: MachineDetail, sinceMs: number, azure: AzureDescription): string[] {
  return machine.timeline
    .filter(({ at }) => Date.parse(at) >= sinceMs)
    .reverse()
    .map(({ at, text }) => `   ${clockTime(Date.parse(at))}  ${namePrincipals(text, azure)}`);
}

function namePrincipals(text: string, { principals }: AzureDescription): string {
  let named = text;
  for (const [name, { objectId, clientId }] of Object.entries(principals)) {
    for (const id of [objectId, clientId]) named = named.replaceAll(id, `${id} (the principal "${name}")`);
  }
  return named;
}
