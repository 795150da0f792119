import { expect, test } from 'vitest';
import { startAzure, vmId } from './azure-fixture.ts';

/** A gate that a test opens. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

async function withPaused(point: 'request' | 'reply') {
  const azure = await startAzure();
  await azure.createVm('web1');
  const { open, opened } = gate();
  const client = azure.compute('app', (_request, at) => (at === point ? opened : Promise.resolve()));
  const abort = new AbortController();
  const writing = client.virtualMachines
    .update('demo', 'web1', { tags: { by: 'app' } }, { abortSignal: abort.signal })
    .submitted();
  const tags = async () => (await azure.call('GET', vmId('web1'))).json.tags;
  return { open, abort, writing, tags };
}

test('a request that is aborted before it arrives has no effect', async () => {
  const { open, abort, writing, tags } = await withPaused('request');
  const failed = expect(writing).rejects.toMatchObject({ name: 'AbortError' });
  await new Promise((resolve) => setImmediate(resolve));
  abort.abort();
  await failed;
  open();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await tags()).toBeUndefined();
});

test('one that is aborted before its reply arrives has had its effect', async () => {
  const { abort, writing, tags } = await withPaused('reply');
  const failed = expect(writing).rejects.toMatchObject({ name: 'AbortError' });
  await new Promise((resolve) => setImmediate(resolve));
  abort.abort();
  await failed;
  expect(await tags()).toEqual({ by: 'app' });
});

test('a dropped connection is a RestError that the SDK passes on', async () => {
  const { simulator, compute } = await startAzure();
  simulator.context.hooks.beforeHandle.push(() => ({ kind: 'drop' }));
  await expect(compute().virtualMachines.get('demo', 'web1')).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('SDK errors carry the status, code and text of ARM', async () => {
  const { compute } = await startAzure();
  await expect(compute().virtualMachines.get('demo', 'web9')).rejects.toMatchObject({
    name: 'RestError',
    statusCode: 404,
    code: 'ResourceNotFound',
  });
});
