import { createServer } from 'node:net';
import { StartError } from '../start-error.ts';

export interface PortRequest {
  /** The option that gives it. */
  readonly option: string;
  /** Undefined: the usual one, or the next that is free. */
  readonly wanted: number | undefined;
  readonly usual: number;
}

export interface ChosenPort {
  readonly port: number;
  /** What the screen says when it is not the usual one. */
  readonly note: string | undefined;
}

const tries = 100;

/**
 * The port asked for, or the first free one from the usual one on.
 * @throws StartError when the port asked for is taken.
 */
export async function choosePort(
  { option, wanted, usual }: PortRequest,
  taken: readonly number[] = [],
): Promise<ChosenPort> {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return { port: wanted, note: undefined };
    throw new StartError(`${option} ${wanted}: this port is in use. Give another one, or leave the option out.`);
  }
  for (let port = usual; port < usual + tries; port++) {
    if (taken.includes(port) || !(await isFree(port))) continue;
    return { port, note: port === usual ? undefined : `port ${usual} is in use, so ${port} was taken` };
  }
  throw new StartError(`No port from ${usual} to ${usual + tries - 1} is free: give one with ${option}.`);
}

/** Starts something on such a port; when another program was quicker, on the next one. */
export async function startOnPort<T>(
  request: PortRequest,
  start: (port: number) => Promise<T>,
): Promise<ChosenPort & { readonly started: T }> {
  const taken: number[] = [];
  for (;;) {
    const chosen = await choosePort(request, taken);
    try {
      return { ...chosen, started: await start(chosen.port) };
    } catch (error) {
      if (request.wanted !== undefined || !String(error).includes('EADDRINUSE')) throw error;
      taken.push(chosen.port);
    }
  }
}

/** Any free port of 127.0.0.1. */
export async function findFreePort(): Promise<number> {
  const port = await listen(0);
  if (port === undefined) throw new StartError('No free port was found on 127.0.0.1.');
  return port;
}

async function isFree(port: number): Promise<boolean> {
  return (await listen(port)) !== undefined;
}

function listen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const actual = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(actual));
    });
  });
}
