import { z } from 'zod';
import { agreed } from './arm-caller.ts';
import type { Command } from './parse-command.ts';
import type { Surroundings } from './write-machines.ts';

const listSchema = z.object({ faults: z.array(z.object({ id: z.string(), hits: z.number(), fault: z.json() })) });
const addedSchema = z.object({ ids: z.array(z.string()) });

/** `fault list|clear` and the forms that add one. */
export async function runFaultCommand(sim: Surroundings, command: Extract<Command, { kind: 'fault' }>): Promise<void> {
  if (command.action === 'clear') {
    agreed('fault clear', await sim.call('DELETE', '/_sim/faults'));
    sim.say('faults: none');
    return;
  }
  if (command.action !== 'add') {
    const { faults } = listSchema.parse(agreed('fault list', await sim.call('GET', '/_sim/faults')).body);
    for (const { id, hits, fault } of faults) sim.say(`${id}: ${hits} hits, ${JSON.stringify(fault)}`);
    if (faults.length === 0) sim.say('faults: none on requests');
    return;
  }
  const { ids } = addedSchema.parse(agreed('fault', await sim.call('POST', '/_sim/faults', command.fault)).body);
  sim.say(`fault ${ids.join(', ')}: in force`);
}
