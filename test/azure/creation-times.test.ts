import { expect, test } from 'vitest';
import { arc, arcId, armError, group, refOf, subscription } from './payloads.ts';
import { recordedAzure, SetClock } from './recorded-azure.ts';
import { pathOf, type RecordedReply } from './recorded-http-client.ts';

const operation = 'Microsoft.Resources/subscriptions/resources/read';
const first = `/subscriptions/${subscription}/resources?$filter=resourceType%20eq%20%27Microsoft.HybridCompute%2Fmachines%27&$expand=createdTime&api-version=2021-04-01`;
const createdTime = '2026-01-05T07:58:21.6512345Z';
const createdAt = '2026-01-05T07:58:21.651Z';

function machine(name: string): string {
  return `${group}/providers/Microsoft.HybridCompute/machines/${name}`;
}

function listOf(...items: readonly object[]): RecordedReply {
  return { status: 200, body: { value: items } };
}

/** The port with a list that a test can change. */
function withList(reply: RecordedReply) {
  const clock = new SetClock();
  const list = { reply };
  const azure = recordedAzure(() => list.reply, { clock });
  const read = (ref = arc, sinceMs = 0) => azure.port.readCreation(ref, sinceMs);
  return { ...azure, list, read };
}

test('the creation time comes from the list of resources, whatever the case of the id there', async () => {
  const { port, sent, clock, read } = withList(listOf({ id: arcId.toUpperCase(), createdTime }));
  expect(await read()).toEqual({ kind: 'found', value: { createdAt, readAtMs: clock.ms } });
  expect(sent.map(pathOf)).toEqual([first]);
  expect(port.calls()).toEqual({ [operation]: 1 });
});

test('ten thousand machines are ten pages, read once for all who ask at the same time and for ten minutes', async () => {
  const pages = Array.from({ length: 10 }, (_, page) =>
    Array.from({ length: 1_000 }, (_, index) => ({ id: machine(`m-${page}-${index}`), createdTime })),
  );
  const { port, clock } = recordedAzure(({ url }) => {
    const page = Number(new URL(url).searchParams.get('page') ?? 0);
    const nextLink = page < 9 ? `https://arm.test/next?page=${page + 1}` : undefined;
    return { status: 200, body: { value: pages[page], nextLink } };
  });
  const names = pages.flatMap((_, page) => [`m-${page}-0`, `M-${page}-999`]);
  const read = async (name: string) => await port.readCreation(refOf(machine(name)), 0);
  const all = await Promise.all(names.map(read));
  expect(all.every((one) => one.kind === 'found' && one.value.createdAt === createdAt)).toBe(true);
  clock.ms += 599_000;
  await Promise.all(names.map(read));
  expect(port.calls()).toEqual({ [operation]: 10 });
  clock.ms += 2_000;
  await Promise.all(names.map(read));
  expect(port.calls()).toEqual({ [operation]: 20 });
});

test('a machine that the list lacks has it read again, at most once a minute', async () => {
  const { port, list, clock, read } = withList(listOf());
  for (const name of ['a', 'b', 'c']) expect(await read(refOf(machine(name)))).toMatchObject({ kind: 'found' });
  expect(port.calls()).toEqual({ [operation]: 1 });
  list.reply = listOf({ id: arcId, createdTime });
  clock.ms += 59_000;
  expect(await read()).toMatchObject({ value: { createdAt: undefined } });
  clock.ms += 1_000;
  expect(await read()).toMatchObject({ value: { createdAt } });
  expect(port.calls()).toEqual({ [operation]: 2 });
});

test('a machine that was made anew under its name is not dated by an older list', async () => {
  const { list, clock, read } = withList(listOf({ id: arcId, createdTime: '2020-01-01T00:00:00Z' }));
  await read();
  list.reply = listOf({ id: arcId, createdTime });
  clock.ms += 100_000;
  expect(await read(arc, clock.ms)).toEqual({ kind: 'found', value: { createdAt, readAtMs: clock.ms } });
});

test('a machine of the list without a time has none', async () => {
  const { read } = withList(listOf({ id: arcId, createdTime: null }));
  expect(await read()).toMatchObject({ kind: 'found', value: { createdAt: undefined } });
});

test.each<[string, RecordedReply, object]>([
  ['refused', { status: 403, body: armError('AuthorizationFailed') }, { status: 403 }],
  ['not there', { status: 404, body: armError('ResourceNotFound') }, { code: 'SubResourceNotFound' }],
  ['throttled', { status: 429, body: armError('TooManyRequests') }, { status: 429 }],
  ['broken', { status: 200, body: { value: [{}] } }, { code: 'UnreadableReply' }],
])('a list that is %s is a failure and never an absence, and is soon asked again', async (_, reply, failure) => {
  const { port, list, clock, read } = withList(reply);
  for (const name of ['a', 'b', 'c'])
    expect(await read(refOf(machine(name)))).toMatchObject({ kind: 'failed', failure });
  expect(port.calls()).toEqual({ [operation]: 1 });
  list.reply = listOf({ id: arcId, createdTime });
  clock.ms += 62_000;
  expect(await read()).toMatchObject({ kind: 'found', value: { createdAt } });
});

/** A list of two pages, the second of which answers what a test says. */
function withSecondPage(reply: () => RecordedReply) {
  const clock = new SetClock();
  const nextLink = 'https://arm.test/next?page=1';
  const azure = recordedAzure(
    ({ url }) =>
      url === nextLink ? reply() : { status: 200, body: { value: [{ id: machine('a'), createdTime }], nextLink } },
    { clock },
  );
  const read = (name: string, sinceMs = 0) => azure.port.readCreation(refOf(machine(name)), sinceMs);
  return { ...azure, clock, read };
}

test('a machine of the second page is found there, and one of no page has no time yet', async () => {
  const { port, read } = withSecondPage(() => listOf({ id: machine('b'), createdTime }));
  expect(await read('b')).toMatchObject({ kind: 'found', value: { createdAt } });
  expect(await read('c')).toMatchObject({ kind: 'found', value: { createdAt: undefined } });
  expect(port.calls()).toEqual({ [operation]: 2 });
});

test.each<[string, RecordedReply, object]>([
  [
    'throttled',
    { status: 429, headers: { 'retry-after': '40' }, body: armError('TooManyRequests') },
    { status: 429, retryAfterSeconds: 40 },
  ],
  ['broken', { status: 500, body: armError('InternalServerError') }, { status: 500 }],
  [
    'of another host',
    { status: 200, body: { value: [], nextLink: 'https://elsewhere.test/2' } },
    { code: 'UnreadableReply' },
  ],
])(
  'half a list, whose second page is %s, is a failure for every machine, those of its first page too',
  async (...row) => {
    const [, reply, failure] = row;
    const { read } = withSecondPage(() => reply);
    for (const name of ['a', 'b', 'c']) expect(await read(name)).toMatchObject({ kind: 'failed', failure });
  },
);

test('a machine that is younger than the list waits for the next one, however often it is asked for', async () => {
  const { port, list, clock, read } = withList(listOf({ id: arcId, createdTime: '2020-01-01T00:00:00Z' }));
  await read();
  list.reply = listOf({ id: arcId, createdTime });
  const listedMs = clock.ms;
  clock.ms += 30_000;
  const madeMs = clock.ms;
  // Too early for another list: what there is says when it was read, so that nothing is concluded from it.
  for (let again = 0; again < 3; again++)
    expect(await read(arc, madeMs)).toMatchObject({ value: { readAtMs: listedMs } });
  expect(port.calls()).toEqual({ [operation]: 1 });
  clock.ms += 30_000;
  expect(await read(arc, madeMs)).toEqual({ kind: 'found', value: { createdAt, readAtMs: clock.ms } });
  expect(port.calls()).toEqual({ [operation]: 2 });
});

test('when the newer list is throttled, the older one is no answer for a machine that it lacks', async () => {
  const { list, clock, read } = withList(listOf({ id: machine('other'), createdTime }));
  expect(await read(refOf(machine('other')))).toMatchObject({ value: { createdAt } });
  list.reply = { status: 429, headers: { 'retry-after': '17' }, body: armError('TooManyRequests') };
  clock.ms += 61_000;
  expect(await read()).toMatchObject({ kind: 'failed', failure: { status: 429, retryAfterSeconds: 17 } });
});

test('ids of the list are the same however they are written', async () => {
  const { read } = withList(listOf({ id: `${arcId.slice(1)}/`, createdTime }));
  expect(await read()).toMatchObject({ value: { createdAt } });
});

test('each subscription has its own list', async () => {
  const other = refOf(arcId.replace(subscription, subscription.replace('1', '2')));
  const { sent, read } = withList(listOf({ id: arcId, createdTime }));
  await read();
  expect(await read(other)).toMatchObject({ value: { createdAt: undefined } });
  expect(sent.map(({ url }) => url.split('/')[4])).toEqual([subscription, other.subscription]);
});
