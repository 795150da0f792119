import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { PrincipalName } from '../core/request/principals.ts';
import type { Simulator } from '../simulator.ts';
import { readRequestBody } from './read-request-body.ts';
import { listen, type RunningServer } from './running-server.ts';

export interface IdentityServer extends RunningServer {
  /**
   * `IDENTITY_ENDPOINT` of the app: @azure/identity's ManagedIdentityCredential sends GET with `X-IDENTITY-HEADER`.
   * Any `IDENTITY_HEADER` that is not empty will do: it keeps web pages out, and needs to be published nowhere.
   */
  readonly identityEndpoint: string;
  /** `MSI_ENDPOINT` for `az login --identity` as the operator: POST form, or GET with `secret`. */
  readonly msiEndpoint: string;
}

export interface IdentityOptions {
  readonly simulator: Simulator;
  readonly port: number;
}

const paths: Readonly<Record<string, PrincipalName>> = {
  '/msi/app/token': 'app',
  '/msi/operator/token': 'operator',
  '/msi/other/token': 'other',
};

/** Managed-identity endpoints on plain http, one path for each principal (App Service protocol, 2017-09-01 and 2019-08-01). */
export async function serveIdentity({ simulator, port }: IdentityOptions): Promise<IdentityServer> {
  const server = createServer((message, response) => {
    const end = simulator.context.ledger.begin(`identity ${message.method} ${message.url}`);
    response.once('close', end);
    answer(simulator, message, response).catch(() => response.destroy());
  });
  const running = await listen(server, 'http', port);
  return {
    ...running,
    identityEndpoint: `${running.url}/msi/app/token`,
    msiEndpoint: `${running.url}/msi/operator/token`,
  };
}

async function answer(simulator: Simulator, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const name = paths[url.pathname.replace(/\/$/, '')];
  const form = new URLSearchParams(message.method === 'POST' ? await readRequestBody(message) : url.searchParams);
  const resource = form.get('resource');
  if (name === undefined) return refuse(response, 404, `There is no identity endpoint at ${url.pathname}.`);
  if (resource === null || resource === '') return refuse(response, 400, "The parameter 'resource' is missing.");
  if (name === 'app' && (message.headers['x-identity-header'] ?? '') === '') {
    return refuse(response, 401, 'The header X-IDENTITY-HEADER is missing: set IDENTITY_HEADER to anything.');
  }
  const principal = simulator.context.principals[name];
  const { token, expiresOn } = simulator.tokens.issue(principal, resource);
  send(response, 200, {
    access_token: token,
    refresh_token: '',
    expires_in: String(expiresOn - Math.floor(Date.now() / 1000)),
    expires_on: String(expiresOn),
    not_before: String(expiresOn - 86_400),
    resource,
    token_type: 'Bearer',
    client_id: principal.clientId,
  });
}

function refuse(response: ServerResponse, status: number, message: string): void {
  send(response, status, { statusCode: status, message });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
