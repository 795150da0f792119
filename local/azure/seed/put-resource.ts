import type { JsonObject } from '../core/types.ts';
import type { LocalAzure } from '../local-azure.ts';

/** Writes through ARM as the operator, at once; throws with Azure's answer when it refuses. */
export async function putResource(
  azure: LocalAzure,
  path: string,
  body: JsonObject,
  apiVersion: string,
): Promise<void> {
  const response = await azure.handle({
    method: 'PUT',
    url: `https://127.0.0.1${path}?api-version=${apiVersion}`,
    headers: { authorization: `Bearer ${azure.token('operator')}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.status >= 300) throw new Error(`The seed's ${path} was refused: ${response.status} ${response.body}`);
}
