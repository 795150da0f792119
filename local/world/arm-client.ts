import type { PrincipalName } from '../azure/core/request/principals.ts';
import type { JsonValue } from '../azure/core/types.ts';
import type { LocalAzure } from '../azure/local-azure.ts';

export interface ArmAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue | undefined;
}

/** Plain ARM requests as one of the principals, without sockets. */
export type Arm = (
  method: string,
  path: string,
  options?: { readonly body?: JsonValue; readonly as?: PrincipalName; readonly apiVersion?: string },
) => Promise<ArmAnswer>;

/** The api-versions that the product's own SDKs send, by resource provider. */
function usualApiVersion(path: string): string {
  if (/microsoft\.hybridcompute/i.test(path)) return '2025-01-13';
  if (/microsoft\.insights/i.test(path)) return '2024-03-11';
  if (/microsoft\.managedidentity/i.test(path)) return '2024-11-30';
  if (/microsoft\.compute/i.test(path)) return '2024-07-01';
  return '2021-04-01';
}

/** Makes the requests of a person or pipeline against the simulated Azure. */
export function createArm(azure: LocalAzure): Arm {
  return async (method, path, { body, as = 'operator', apiVersion = usualApiVersion(path) } = {}) => {
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
