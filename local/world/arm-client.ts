import { newestVersionFor } from '../azure/core/request/api-versions-of-types.ts';
import type { PrincipalName } from '../azure/core/request/principals.ts';
import type { JsonValue } from '../azure/core/types.ts';
import type { LocalAzure } from '../azure/local-azure.ts';

export interface ArmAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue | undefined;
}

/** Plain ARM requests as one of the principals, without sockets. */
export type ArmClient = (
  method: string,
  path: string,
  options?: { readonly body?: JsonValue; readonly as?: PrincipalName; readonly apiVersion?: string },
) => Promise<ArmAnswer>;

function pathOf(pathAndQuery: string): string {
  return pathAndQuery.split('?')[0] ?? '';
}

/** Makes the requests of a person or pipeline against the simulated Azure. */
export function createArmClient(azure: LocalAzure): ArmClient {
  return async (method, path, { body, as = 'operator', apiVersion = newestVersionFor(pathOf(path)) } = {}) => {
    const separator = path.includes('?') ? '&' : '?';
    const answer = await azure.handle({
      method,
      url: `https://management.azure.com${path}${separator}api-version=${apiVersion}`,
      headers: { authorization: `Bearer ${azure.token(as)}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const parsed: JsonValue | undefined =
      answer.body === undefined || answer.body === '' ? undefined : JSON.parse(answer.body);
    return { status: answer.status, headers: answer.headers, body: parsed };
  };
}
