import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { armError, errorReply } from '../core/request/arm-error.ts';
import type { Simulator } from '../simulator.ts';
import type { ServerCertificate } from './certificate.ts';
import { headersOf, readRequestBody } from './read-request-body.ts';
import { listen, type RunningServer } from './running-server.ts';

export interface ServeOptions {
  readonly simulator: Simulator;
  readonly certificate: ServerCertificate;
  /** 0 takes a free one. */
  readonly port: number;
}

/** Serves the simulator over https on 127.0.0.1. */
export function serveSimulator({ simulator, certificate, port }: ServeOptions): Promise<RunningServer> {
  const server = createServer({ key: certificate.key, cert: certificate.certificate }, (message, response) => {
    const end = simulator.context.ledger.begin(`https ${message.method} ${message.url}`);
    response.once('close', end);
    answer(simulator, message, response).catch(() => response.destroy());
  });
  return listen(server, 'https', port);
}

async function answer(simulator: Simulator, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readRequestBody(message);
  if (body === undefined) {
    const { status, body: error } = errorReply(
      armError(413, 'RequestEntityTooLarge', 'The request content size exceeds the maximum size of 4 MB.'),
    );
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(error));
    return;
  }
  const reply = await simulator.handle({
    method: message.method ?? 'GET',
    url: `https://${message.headers.host ?? '127.0.0.1'}${message.url ?? '/'}`,
    headers: headersOf(message),
    body,
  });
  if (reply.drop) {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, { ...reply.headers }).end(reply.body);
}
