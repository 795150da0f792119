import type { Server } from 'node:http';

/** A listening server and where it is. */
export interface RunningServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Closes it and every open connection. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 takes a free one. Rejects when the port is taken. */
export function listen(server: Server, scheme: 'http' | 'https', port: number): Promise<RunningServer> {
  // Clients keep connections; one that closes while a request is on its way looks like a fault.
  server.keepAliveTimeout = 10 * 60_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      const actual = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        url: `${scheme}://127.0.0.1:${actual}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}
