import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

/** One life of the process: killed (SIGKILL) after `lines` lines, or by itself at its end. Answers what it said. */
async function life(folder: string, originMs: number, lines: number): Promise<string[]> {
  const script = join(import.meta.dirname, 'killed-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder, String(originMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (said.length < lines) said.push(line);
    if (said.length === lines || line.startsWith('end ')) child.kill('SIGKILL');
  }
  return said;
}

test('work goes on where it stood when the process is killed with SIGKILL, four times', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'durable-kill-'));
  try {
    const originMs = Date.now();
    const said: string[] = [];
    for (let lives = 0; lives < 4; lives++) said.push(...(await life(folder, originMs, 1 + (lives % 2))));
    said.push(...(await life(folder, originMs, 100)));
    expect(said.at(-1)).toBe('end Completed [0,1,2,3,4,5]');
    const steps = said.slice(0, -1);
    expect([...new Set(steps)]).toEqual([0, 1, 2, 3, 4, 5].map((step) => `step ${step}`));
    expect(steps).toEqual([...steps].sort());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
