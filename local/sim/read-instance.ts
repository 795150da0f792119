import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const instanceSchema = z.object({
  azure: z.object({ url: z.url(), certificate: z.string() }),
  subscriptions: z.array(z.string()).min(1),
  principals: z.object({ operator: z.object({ token: z.string() }) }),
});

/** Where the running instance is, and the operator's key to it. */
export interface Instance {
  readonly url: string;
  /** PEM text. */
  readonly certificate: string;
  readonly subscriptionId: string;
  readonly token: string;
}

/** Reads `<data>/instance.json`; throws with what to do when there is none. */
export function readInstance(data: string): Instance {
  const file = join(data, 'instance.json');
  const { azure, subscriptions, principals } = instanceSchema.parse(readJson(file));
  const isText = azure.certificate.startsWith('-----BEGIN');
  return {
    url: azure.url.replace(/\/$/, ''),
    certificate: isText ? azure.certificate : readFileSync(azure.certificate, 'utf8'),
    subscriptionId: subscriptions[0] ?? '',
    token: principals.operator.token,
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `No running instance: ${file} cannot be read (${why}). Start one with "npm start", or name its folder with --data.`,
    );
  }
}
