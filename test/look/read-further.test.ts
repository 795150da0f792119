import { expect, it } from 'vitest';
import { readFurther } from '../../src/look/read-further.ts';
import { linuxRule } from '../domain/services/facts.ts';
import { FakeAzure } from './fake-azure.ts';
import { answerOf, readyVm } from './step-rig.ts';

const facts = readyVm({ associations: undefined });
const rule = { name: 'by-hand', ruleId: linuxRule, endpointId: undefined };

function azureWith(associations: FakeAzure['associations']): FakeAzure {
  const azure = new FakeAzure(facts, { now: () => 0 });
  azure.associations = associations;
  return azure;
}

it('reads a part once, whoever asks for it, and adds it to the facts', async () => {
  const azure = azureWith({ kind: 'found', value: [rule] });
  const read = await readFurther(azure, facts, ['associations', 'associations']);
  expect(read).toEqual({ kind: 'found', value: { ...facts, associations: [rule] } });
  expect(azure.associationReads).toBe(1);
});

it('reads nothing that is not asked for', async () => {
  const azure = azureWith({ kind: 'found', value: [rule] });
  expect(await readFurther(azure, facts, [])).toEqual({ kind: 'found', value: facts });
  expect(azure.associationReads).toBe(0);
});

it('knows nothing more when a part cannot be read', async () => {
  const failed = { kind: 'failed', failure: answerOf(500, 'InternalServerError') } as const;
  expect(await readFurther(azureWith(failed), facts, ['associations'])).toEqual(failed);
});
