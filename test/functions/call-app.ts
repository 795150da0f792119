import { type World, worldKeys } from '../../local/world/virtual-world.ts';
import { checkReply } from './check-reply.ts';

export interface AppAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body, where it is a JSON object; else empty. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AppRequest {
  /** `null` for none; left out for the function key. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes as they are, anything else as JSON with its content type. */
  readonly body?: unknown;
}

/**
 * A request to the app of a world; app time goes on until it is answered, and not further. Rejects when the answer is
 * none that the route's contract has.
 */
export async function callApp(
  world: World,
  method: string,
  path: string,
  { key = worldKeys.function, headers = {}, body }: AppRequest = {},
): Promise<AppAnswer> {
  const answering = world.host().fetch(method, path, {
    headers: { ...(key === null ? {} : { 'x-functions-key': key }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  let isAnswered = false;
  const end = (): void => {
    isAnswered = true;
  };
  answering.then(end, end);
  await world.clock.runUntil(world.clock.now() + 60_000, () => isAnswered);
  const answer = await answering;
  checkReply(method, path, answer);
  return { status: answer.status, headers: answer.headers, text: answer.text, body: objectOf(answer.text) };
}

/** Delivers the text of a request of Event Grid, in either schema; answers the status. */
export async function deliverEvents(world: World, body: string, contentType = 'application/json'): Promise<number> {
  const { status } = await callApp(
    world,
    'POST',
    `/runtime/webhooks/eventgrid?functionName=resourceEvents&code=${worldKeys.eventgrid}`,
    { key: null, headers: { 'content-type': contentType, 'aeg-event-type': 'Notification' }, body },
  );
  return status;
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
