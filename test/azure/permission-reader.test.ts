import { expect, test } from 'vitest';
import { armError, subscription } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';
import { pathOf, type RecordedReply } from './recorded-http-client.ts';

const group = `/subscriptions/${subscription}/resourceGroups/rg a`;
const reader = { actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] };

function azureWith(first: RecordedReply) {
  const replies = { of: first };
  return { replies, ...recordedAzure(() => replies.of) };
}

test('M15: the rights at a scope are read once for all who ask within five minutes', async () => {
  const { port, sent, clock } = azureWith({ status: 200, body: { value: [reader, { actions: null }] } });
  const all = await Promise.all(Array.from({ length: 20 }, () => port.readPermissions(group, 'kept')));
  expect(all[19]).toEqual({
    kind: 'found',
    value: [
      { actions: ['*/read'], notActions: [] },
      { actions: [], notActions: [] },
    ],
  });
  expect(sent.map(pathOf)).toEqual([
    `${group.replace(' ', '%20')}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`,
  ]);
  clock.ms += 299_000;
  await port.readPermissions(group.toUpperCase(), 'kept');
  expect(sent).toHaveLength(1);
  clock.ms += 1_000;
  await port.readPermissions(group, 'kept');
  expect(sent).toHaveLength(2);
});

test('M15: whoever needs fresh rights gets those of the last seconds', async () => {
  const { port, sent, clock, replies } = azureWith({ status: 200, body: { value: [] } });
  await port.readPermissions(group, 'kept');
  replies.of = { status: 200, body: { value: [reader] } };
  expect(await port.readPermissions(group, 'fresh')).toMatchObject({ value: [] });
  clock.ms += 15_000;
  expect(await port.readPermissions(group, 'fresh')).toMatchObject({ value: [{ actions: ['*/read'] }] });
  expect(await port.readPermissions(group, 'kept')).toMatchObject({ value: [] });
  expect(sent).toHaveLength(2);
});

test('M15: rights that cannot be read are a failure, asked for again after a minute', async () => {
  const { port, sent, clock, replies } = azureWith({ status: 403, body: armError('AuthorizationFailed') });
  expect(await port.readPermissions(group, 'kept')).toMatchObject({ kind: 'failed', failure: { status: 403 } });
  replies.of = { status: 200, body: { value: [reader] } };
  clock.ms += 59_000;
  expect(await port.readPermissions(group, 'kept')).toMatchObject({ kind: 'failed' });
  clock.ms += 1_000;
  expect(await port.readPermissions(group, 'kept')).toMatchObject({ kind: 'found' });
  expect(sent).toHaveLength(2);
});
