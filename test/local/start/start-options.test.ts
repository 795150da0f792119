import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseStartOptions } from '../../../local/start/start-options.ts';

const defaults = {
  tenant: 'demo',
  speed: 20,
  port: undefined,
  azurePort: undefined,
  data: '.data',
  goal: 'play',
  arm: false,
  keep: false,
  verbose: false,
};

describe('options of npm start', () => {
  it('are all optional', () => {
    expect(parseStartOptions([])).toEqual({ kind: 'run', options: defaults });
  });

  it('are read as given', () => {
    const args = '--tenant empty --speed 60 --port 81 --azure-port 82 --data d --until-settled --arm --keep --verbose';
    expect(parseStartOptions(args.split(' '))).toEqual({
      kind: 'run',
      options: {
        tenant: 'empty',
        speed: 60,
        port: 81,
        azurePort: 82,
        data: 'd',
        goal: 'untilSettled',
        arm: true,
        keep: true,
        verbose: true,
      },
    });
    expect(parseStartOptions(['--tour'])).toMatchObject({ options: { goal: 'tour' } });
  });

  it.each([
    ['--speed 0', '--speed 0: it must be a whole number from 1 to 60.'],
    ['--speed 61', '--speed 61: it must be'],
    ['--speed 1e1', '--speed 1e1: it must be'],
    ['--speed fast', '--speed fast: it must be'],
    ['--port 0', '--port 0: it must be a whole number from 1 to 65535.'],
    ['--azure-port 65536', '--azure-port 65536: it must be'],
    ['--port 80 --azure-port 80', '--port and --azure-port are both 80'],
    ['--tenant no-such-file.json', "'no-such-file.json' is neither demo nor empty, nor a JSON file"],
    ['--tour --until-settled', '--tour and --until-settled: give one of them.'],
    ['--data=', '--data is empty'],
    ['--bogus', "Unknown option '--bogus'."],
    ['demo', "Unexpected argument 'demo'."],
  ])('%s is refused, saying why', (args, message) => {
    const parsed = parseStartOptions(args.split(' '));
    expect(parsed).toMatchObject({ kind: 'wrong', message: expect.stringContaining(message) });
    expect(parsed).toMatchObject({ message: expect.stringContaining('--help') });
  });

  it('a tenant file with a mistake is refused with the place of the mistake', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tenant-'));
    try {
      const file = join(folder, 'tenant.json');
      writeFileSync(file, JSON.stringify({ regions: ['westeurope'], machines: [{ kind: 'vm', name: 'one' }] }));
      const parsed = parseStartOptions(['--tenant', file]);
      expect(parsed).toMatchObject({ kind: 'wrong', message: expect.stringContaining('machines[0].group') });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('--help names every option', () => {
    const parsed = parseStartOptions(['--help']);
    const text = parsed.kind === 'help' ? parsed.text : '';
    for (const name of [
      'tenant',
      'speed',
      'port',
      'azure-port',
      'data',
      'keep',
      'arm',
      'tour',
      'until-settled',
      'verbose',
    ]) {
      expect(text).toContain(`--${name} `);
    }
  });
});
