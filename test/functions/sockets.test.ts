import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { type World, worldKeys } from '../../local/world/virtual-world.ts';
import { startScenario } from '../scenario/scenario.ts';

const headers = { 'x-functions-key': worldKeys.function, 'content-type': 'application/json' };
const megabytes5 = JSON.stringify({ why: 'x'.repeat(5_000_000) });

async function isAlive(world: World): Promise<boolean> {
  return (await fetch(`${world.host().url}/api/health`)).status === 200;
}

test('over a real connection, 5 MB are refused with a problem document, also ten times at once', async () => {
  const world = await startScenario();
  const url = `${world.host().url}/api/freeze`;
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => fetch(url, { method: 'POST', headers, body: megabytes5 })),
  );
  for (const answer of answers) {
    expect(answer.status).toBe(413);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ code: 'BodyTooLarge', title: 'Content too large' });
  }
  expect(await world.store.controls.list('freeze')).toEqual([]);
  expect(await isAlive(world)).toBe(true);
});

test('a caller who hangs up in the middle of a body, or sends none of what was announced, does no harm', async () => {
  const world = await startScenario();
  const { port } = new URL(world.host().url);
  const head = `POST /api/freeze HTTP/1.1\r\nhost: x\r\nx-functions-key: ${worldKeys.function}\r\ncontent-type: application/json\r\ncontent-length: 5000000\r\n\r\n`;
  for (const sent of [head, `${head}{"why":"x`, 'POST /api/freeze HTTP/1.1\r\nbad header\r\n\r\n', '\u0000\u0001']) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(sent, () => socket.destroy()));
      socket.once('close', () => resolve());
    });
  }
  expect(await isAlive(world)).toBe(true);
  expect(await world.store.controls.list('freeze')).toEqual([]);
});

test('a link to the next page can be followed as it is', async () => {
  const world = await startScenario();
  for (const name of ['a', 'b', 'c']) {
    const resourceId = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachines/${name}`;
    const body = JSON.stringify({ resourceId });
    const answer = await fetch(`${world.host().url}/api/machines/onboard`, { method: 'POST', headers, body });
    expect(answer.status).toBe(202);
    const { status } = await fetch(String(answer.headers.get('location')), { headers });
    expect(status).toBe(200);
  }
  const seen: string[] = [];
  let link: string | null = `${world.host().url}/api/machines?limit=1`;
  while (link !== null) {
    const page: { machines: { name: string }[]; next: string | null } = JSON.parse(
      await (await fetch(link, { headers })).text(),
    );
    seen.push(...page.machines.map(({ name }) => name));
    link = page.next;
  }
  expect(seen.sort()).toEqual(['a', 'b', 'c']);
});
