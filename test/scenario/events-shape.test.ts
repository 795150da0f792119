import { EventGridDeserializer } from '@azure/eventgrid';
import { expect, test } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { type EventName, readEvent } from '../fixtures/events/read-event.ts';
import { put } from './existing.ts';
import { startScenario } from './scenario.ts';

const deserializer = new EventGridDeserializer();

/** Fields two levels deep: what an envelope and its data are made of. */
function shapeOf(event: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      name === 'data' ? Object.keys(Object(value)).sort() : typeof value,
    ]),
  );
}

/** What the simulated Event Grid delivers for a VM that is created, started and deleted; by operation. */
async function deliveredEvents(
  schema: 'EventGridSchema' | 'CloudEventSchemaV1_0',
): Promise<ReadonlyMap<string, object>> {
  const world = await startScenario({ armed: false });
  const byOperation = new Map<string, object>();
  await world.azure.events.subscribe({
    ...{ name: 'ear', schema, maxAttempts: 1, address: 'in process' },
    deliver: async ({ method, body }) => {
      const [event] = body === '' ? [] : [JSON.parse(body)].flat();
      const code: unknown = event?.data?.validationCode;
      if (method === 'POST' && code === undefined) byOperation.set(event.data.operationName, event);
      return {
        status: 200,
        body: code === undefined ? '' : JSON.stringify({ validationResponse: code }),
        headers: { 'webhook-allowed-origin': '*' },
      };
    },
  });
  const id = vmId(world.tenant, 'web-01');
  await put(world, id, vmBody('web-01'));
  await world.untilQuiet();
  await world.callAzure('POST', `${id}/start`);
  await world.callAzure('DELETE', id);
  await world.untilQuiet();
  return byOperation;
}

const names: readonly EventName[] = ['vm-write', 'vm-start', 'vm-delete'];

test('the simulator delivers what Event Grid does: the same fields, readable by its SDK', async () => {
  const delivered = await deliveredEvents('EventGridSchema');
  for (const name of names) {
    const real = readEvent(name);
    const event = delivered.get(String(real.data.operationName));
    expect(shapeOf(event ?? {}), name).toEqual(shapeOf(real));
    expect(await deserializer.deserializeEventGridEvents(JSON.stringify(event))).toHaveLength(1);
  }
});

test('and as cloud events', async () => {
  const delivered = await deliveredEvents('CloudEventSchemaV1_0');
  for (const name of names) {
    const real = readEvent(name, 'CloudEvents');
    const event = delivered.get(String(real.data.operationName));
    expect(shapeOf(event ?? {}), name).toEqual(shapeOf(real));
    expect(await deserializer.deserializeCloudEvents(JSON.stringify(event))).toHaveLength(1);
  }
});
