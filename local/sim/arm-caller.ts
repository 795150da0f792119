import { request } from 'node:https';
import { z } from 'zod';
import type { Instance } from './read-instance.ts';

export interface ArmAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

/** Sends one request to the instance as the operator; refused answers are returned, not thrown. */
export type ArmCaller = (method: string, pathOrUrl: string, body?: unknown) => Promise<ArmAnswer>;

const answerTimeoutMs = 30_000;

/** Calls the instance over https, trusting its certificate only. */
export function armCaller(instance: Instance): ArmCaller {
  return (method, pathOrUrl, body) =>
    new Promise((resolve, reject) => {
      const url = new URL(pathOrUrl, instance.url);
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = { authorization: `Bearer ${instance.token}`, 'content-type': 'application/json' };
      const sent = request(url, { method, ca: instance.certificate, headers, timeout: answerTimeoutMs }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const received = Buffer.concat(parts).toString('utf8');
          const { statusCode: status = 0, headers: answered } = response;
          resolve({ status, headers: answered, body: parsed(received) });
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${answerTimeoutMs / 1000} s`)));
      sent.on('error', (error) =>
        reject(
          new Error(
            `${method} ${url.pathname} got no answer from ${instance.url}: ${error.message}. Is "npm start" running?`,
          ),
        ),
      );
      sent.end(text);
    });
}

/** JSON where it is JSON, else the text. */
function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** The answer when Azure agreed; throws Azure's own words when it refused. */
export function agreed(what: string, answer: ArmAnswer): ArmAnswer {
  if (answer.status < 300) return answer;
  const { data } = errorSchema.safeParse(answer.body);
  const said = data === undefined ? JSON.stringify(answer.body ?? '') : `${data.error.code}: ${data.error.message}`;
  throw new Error(`${what} was refused with ${answer.status} ${said}`);
}
