import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EventObject, readEvent } from '../fixtures/events/read-event.ts';
import { startScenario } from '../scenario/scenario.ts';
import { callApp, deliverEvents } from './call-app.ts';

const seed = 20260105;
const routes = [
  ['GET', '/api/status'],
  ['GET', '/api/machines'],
  ['GET', '/api/adoption'],
  ['GET', '/api/subscriptions'],
  ['POST', '/api/subscriptions/sub-00/onboard'],
  ['POST', '/api/subscriptions/sub-00/approve-reach'],
  ['GET', '/api/subscriptions/sub-00/reach'],
  ['GET', '/api/workspaces'],
  ['POST', '/api/machines/onboard'],
  ['POST', '/api/machines/vm-00/accept'],
  ['DELETE', '/api/machines/vm-00/accept'],
  ['POST', '/api/arm'],
  ['POST', '/api/freeze'],
  ['DELETE', '/api/freeze'],
] as const;

const json = { 'content-type': 'application/json' };
const known = fc.constantFrom(
  'scopes',
  'scope',
  'why',
  'planHash',
  'resourceId',
  'limit',
  'after',
  'status',
  'name',
  'reason',
  'until',
  'hash',
  'reachHash',
  'group',
);
const bodies = fc.oneof(
  fc.json(),
  fc.dictionary(known, fc.jsonValue()).map((body) => JSON.stringify(body)),
  fc.string(),
);
const queries = fc
  .dictionary(known, fc.string({ unit: 'binary' }))
  .map((query) => new URLSearchParams(query).toString());

test('no query and no body brings an internal error', async () => {
  const world = await startScenario({ armed: false });
  const requests = fc.tuple(fc.constantFrom(...routes), queries, bodies);
  const run = fc.asyncProperty(requests, async ([[method, path], query, body]) => {
    const answer = await callApp(world, method, `${path}?${query}`, {
      headers: json,
      ...(method === 'POST' ? { body } : {}),
    });
    expect([200, 202, 400, 404, 409, 413, 422], answer.text).toContain(answer.status);
    if (answer.status >= 400) expect(answer.body.code).toEqual(expect.any(String));
  });
  await fc.assert(run, { seed, numRuns: 300 });
});

test.each(['machines', 'subscriptions', 'workspaces'])('no name in %s brings one', async (kind) => {
  const world = await startScenario();
  const names = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }).map(encodeURIComponent), fc.webFragments());
  const run = fc.asyncProperty(names, async (name) => {
    const { status } = await callApp(world, 'GET', `/api/${kind}/${name}`);
    expect([200, 400, 404]).toContain(status);
  });
  await fc.assert(run, { seed, numRuns: 200 });
});

/** A real event with one part replaced by anything. */
const events = fc
  .tuple(fc.constantFrom('vm-write', 'arc-write', 'vm-start'), fc.constantFrom('EventGrid', 'CloudEvents'))
  .map(([name, schema]): EventObject => readEvent(name, schema))
  .chain((event) =>
    fc
      .tuple(
        fc.constantFrom(...Object.keys(event)),
        fc.constantFrom(...Object.keys(event.data)),
        fc.jsonValue(),
        fc.boolean(),
      )
      .map(([field, inData, value, isData]) =>
        isData ? { ...event, data: { ...event.data, [inData]: value } } : { ...event, [field]: value },
      ),
  );

test('no event fails, whatever stands in one of its fields: it is looked at or ignored', async () => {
  const world = await startScenario({ armed: false });
  world.azure.events.unsubscribe('app');
  const runs = 300;
  let delivered = 0;
  const run = fc.asyncProperty(fc.oneof(events, fc.dictionary(fc.string(), fc.jsonValue())), async (event) => {
    delivered += 1;
    expect(await deliverEvents(world, JSON.stringify([event]))).toBe(202);
  });
  await fc.assert(run, { seed, numRuns: runs });
  const { intake } = (await callApp(world, 'GET', '/api/status')).body;
  const { received, looks, failed, ignored } = Object(intake);
  const counts = Object.values<number>(ignored);
  expect({ received, failed }).toEqual({ received: delivered, failed: 0 });
  expect(looks + counts.reduce((sum, count) => sum + count, 0)).toBe(delivered);
  expect(looks).toBeGreaterThan(runs / 10);
  expect(counts.length).toBeGreaterThan(1);
});
