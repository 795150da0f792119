import { existsSync as exists, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataFolder, snapshotName } from '../../../local/start/data-folder.ts';
import { childEnvironment } from '../../../local/start/processes/child-environment.ts';
import { choosePort, findFreePort, startOnPort } from '../../../local/start/processes/choose-port.ts';

describe('a port', () => {
  it('that was asked for and is taken is an error; the usual one is passed over with a note', async () => {
    const port = await findFreePort();
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await expect(choosePort({ option: '--port', wanted: port, usual: 1 })).rejects.toThrow(`--port ${port}`);
      const chosen = await choosePort({ option: '--port', wanted: undefined, usual: port });
      expect(chosen.port).toBeGreaterThan(port);
      expect(chosen.note).toBe(`port ${port} is in use, so ${chosen.port} was taken`);
    } finally {
      server.close();
    }
  });

  it('that another program takes first is followed by the next one', async () => {
    const usual = await findFreePort();
    const tried: number[] = [];
    const { port, started } = await startOnPort({ option: '--port', wanted: undefined, usual }, async (port) => {
      tried.push(port);
      if (tried.length === 1) throw new Error('listen EADDRINUSE: address already in use');
      return 'started';
    });
    expect(started).toBe('started');
    expect(tried).toEqual([usual, port]);
  });
});

it('settings, proxies and Node options of the own shell do not reach the processes', () => {
  const inherited = {
    PATH: '/bin',
    AMO_TYPO: '1',
    AzureWebJobsStorage: 'x',
    https_proxy: 'p',
    HTTP_PROXY: 'p',
    NODE_OPTIONS: 'o',
  };
  expect(childEnvironment({ AMO_HUB_NAME: 'Ours' }, inherited)).toEqual({ PATH: '/bin', AMO_HUB_NAME: 'Ours' });
});

describe('the data folder', () => {
  it('is fresh unless it is kept, and keeps its keys in either case', () => {
    const folder = mkdtempSync(join(tmpdir(), 'data-'));
    try {
      const fill = (): void => {
        for (const name of ['clock.json', snapshotName, 'keys.json']) writeFileSync(join(folder, name), '{}');
      };
      fill();
      const kept = openDataFolder(folder, true);
      expect([kept.continues, exists(kept.file('clock.json'))]).toEqual([true, true]);
      kept.release();
      const fresh = openDataFolder(folder, false);
      expect([fresh.continues, exists(fresh.file('clock.json'))]).toEqual([false, false]);
      expect(exists(fresh.file('keys.json'))).toBe(true);
      fresh.release();
      expect(openDataFolder(folder, true).continues).toBe(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is for its owner alone, and so is the folder of the tables', () => {
    const folder = mkdtempSync(join(tmpdir(), 'data-'));
    try {
      mkdirSync(join(folder, 'data', 'tables'), { recursive: true, mode: 0o755 });
      writeFileSync(join(folder, 'data', snapshotName), '');
      const data = openDataFolder(join(folder, 'data'), true);
      const modes = [data.path, data.file('tables')].map((path) => (statSync(path).mode & 0o777).toString(8));
      expect(modes).toEqual(['700', '700']);
      data.release();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('that is a file, or cannot be made, is an error that names it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'data-'));
    try {
      writeFileSync(join(folder, 'file'), '');
      expect(() => openDataFolder(join(folder, 'file'), false)).toThrow('it is a file');
      expect(() => openDataFolder(join(folder, 'file', 'below'), false)).toThrow(
        `${join(folder, 'file', 'below')} cannot be used (${join(folder, 'file')} is a file)`,
      );
      symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
      expect(() => openDataFolder(join(folder, 'link'), false)).toThrow(
        `(${join(folder, 'link')} cannot be made: a broken link has that name): give a writable one with --data.`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
