import { describe, expect, it } from 'vitest';
import { canRedraw, createScreen } from '../../../local/start/screen.ts';

function output(columns = 80) {
  const written: string[] = [];
  return { written, columns, isTTY: true, write: (text: string) => written.push(text) };
}

describe('the screen', () => {
  it('moves the cursor only on a terminal that wants it', () => {
    expect(canRedraw({ write: () => true, isTTY: true }, { TERM: 'xterm' })).toBe(true);
    expect(canRedraw({ write: () => true }, { TERM: 'xterm' })).toBe(false);
    for (const env of [{ NO_COLOR: '1' }, { CI: 'true' }, { TERM: 'dumb' }]) {
      expect(canRedraw({ write: () => true, isTTY: true }, env)).toBe(false);
    }
  });

  it('without a terminal shows the state again only when it has changed, at most every two seconds', () => {
    let nowMs = 0;
    const out = output();
    const screen = createScreen(out, { redraw: false, nowMs: () => nowMs });
    const at = (ms: number, ...lines: string[]): void => {
      nowMs = ms;
      screen.live(lines, 'footer');
    };
    at(0, '1 machine', 'step');
    at(3_000, '1 machine', 'step');
    at(4_000, '2 machines');
    at(5_000, '3 machines');
    at(6_000, '3 machines');
    expect(out.written.join('')).toBe('1 machine\nstep\n2 machines\n3 machines\n');
  });

  it('on a terminal redraws the state in place, keeps it below new lines, and cuts what would wrap', () => {
    const out = output(21);
    const screen = createScreen(out, { redraw: true });
    screen.live(['a line that is longer than the terminal is wide'], 'footer');
    screen.line('news');
    expect(out.written).toEqual([
      'a line that is longe\nfooter\n',
      '\u001b[2A\u001b[Jnews\na line that is longe\nfooter\n',
    ]);
  });
});
