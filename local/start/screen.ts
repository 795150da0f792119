/** Where `npm start` shows things: lines that stay, and on a terminal a few at the bottom that are redrawn. */
export interface Screen {
  line(text?: string): void;
  /** The state now. On a terminal in place, with the footer below; elsewhere once more when it has changed. */
  live(lines: readonly string[], footer: string): void;
  /** Leaves the last state standing. */
  end(): void;
}

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

const leastMsBetween = 2_000;

/** Cursor movement is for terminals that a person looks at. */
export function canRedraw(output: Output, env: NodeJS.ProcessEnv): boolean {
  const isPlain = Boolean(env.NO_COLOR) || Boolean(env.CI) || env.TERM === 'dumb';
  return output.isTTY === true && !isPlain;
}

export function createScreen(
  output: Output,
  { redraw, nowMs = Date.now }: { readonly redraw: boolean; readonly nowMs?: () => number },
): Screen {
  return redraw ? createLiveScreen(output) : createPlainScreen(output, nowMs);
}

function createPlainScreen(output: Output, nowMs: () => number): Screen {
  let last = '';
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    line: (text = '') => output.write(`${text}\n`),
    live: (lines) => {
      const text = lines.join('\n');
      if (text === last || nowMs() - lastMs < leastMsBetween) return;
      last = text;
      lastMs = nowMs();
      output.write(`${text}\n`);
    },
    end: () => undefined,
  };
}

function createLiveScreen(output: Output): Screen {
  let shown: readonly string[] = [];
  const erase = (): string => (shown.length === 0 ? '' : `\u001b[${shown.length}A\u001b[J`);
  // A line that wraps would take two rows and the next erasing would leave one of them.
  const cut = (line: string): string => line.slice(0, Math.max(20, (output.columns ?? 80) - 1));
  const draw = (): string => shown.map((line) => `${line}\n`).join('');
  return {
    line: (text = '') => output.write(`${erase()}${text}\n${draw()}`),
    live: (lines, footer) => {
      const before = erase();
      shown = [...lines, footer].map(cut);
      output.write(`${before}${draw()}`);
    },
    end: () => {
      shown = [];
    },
  };
}
