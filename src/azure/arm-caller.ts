import type { RawFailure } from '../domain/failures/failure.ts';
import type { Clock } from '../ports/ports.ts';
import { isArmBucket } from './arm-bucket.ts';
import type { ArmClients } from './arm-clients.ts';
import { failureOfReply, failureOfThrown } from './map-error.ts';
import { type RawReply, type RawRequest, sendRaw } from './send-raw.ts';
import type { GatedCall, ThrottleGates } from './throttle-gates.ts';

export interface ArmCall extends Omit<RawRequest, 'url'>, GatedCall {
  /** The ARM operation, such as `Microsoft.Compute/virtualMachines/read`: what calls are counted by. */
  readonly operation: string;
  /** Below the endpoint, with its query; or an absolute URL of the endpoint that an answer gave. */
  readonly path: string;
}

export type ArmAnswer =
  | { readonly kind: 'answered'; readonly reply: RawReply }
  | { readonly kind: 'failed'; readonly failure: RawFailure };

/** Every ARM request of the product goes through here: gates, one request, errors as values, counts. */
export class ArmCaller {
  readonly #clients: ArmClients;
  readonly #gates: ThrottleGates;
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();

  constructor(clients: ArmClients, gates: ThrottleGates, clock: Clock) {
    this.#clients = clients;
    this.#gates = gates;
    this.#clock = clock;
  }

  /** Requests that left, by ARM operation, since the process started. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** Whether a URL that Azure gave belongs to the endpoint; a token is sent nowhere else. */
  isOwnUrl(url: string): boolean {
    return URL.canParse(url) && new URL(url).origin === new URL(this.#clients.endpoint).origin;
  }

  /** Sends one request, or none while its gate is closed. Rejects only when `beforeLeaving` throws {@link KeptHere}. */
  async call(call: ArmCall): Promise<ArmAnswer> {
    const closed = await this.#gates.secondsClosed(call);
    if (closed !== undefined) return { kind: 'failed', failure: gateFailure(call, closed) };
    let reply: RawReply;
    try {
      reply = await sendRaw(this.#clients, { ...call, url: this.#urlOf(call), beforeLeaving: () => this.#leave(call) });
    } catch (error) {
      if (error instanceof KeptHere) throw error;
      return { kind: 'failed', failure: failureOfThrown(error) };
    }
    const quotaRest = quotaRestSeconds(reply);
    if (reply.status < 300) {
      // The last one that is taken: what follows would be refused.
      if (quotaRest !== undefined) await this.#gates.refused(call, { retryAfterSeconds: quotaRest, armBucket: false });
      return { kind: 'answered', reply };
    }
    const answered = failureOfReply(reply, this.#clock.now());
    const failure = { ...answered, retryAfterSeconds: answered.retryAfterSeconds ?? quotaRest };
    if (failure.status === 429) {
      const { retryAfterSeconds } = failure;
      await this.#gates.refused(call, { retryAfterSeconds, armBucket: isArmBucket(reply, failure) });
    }
    return { kind: 'failed', failure };
  }

  #urlOf(call: ArmCall): string {
    return call.path.startsWith('/') ? `${this.#clients.endpoint}${call.path}` : call.path;
  }

  #leave(call: ArmCall): void {
    call.beforeLeaving?.();
    this.#counts.set(call.operation, (this.#counts.get(call.operation) ?? 0) + 1);
  }
}

/** Thrown by `beforeLeaving`: the request was not sent. */
export class KeptHere extends Error {}

/**
 * Seconds until Resource Graph takes another query of ours; undefined while it takes more, and for every answer that
 * has no such headers. It sends no `Retry-After` (Azure docs, "Guidance for throttled requests in Azure Resource Graph").
 */
function quotaRestSeconds(reply: RawReply): number | undefined {
  if (reply.header('x-ms-user-quota-remaining')?.trim() !== '0') return undefined;
  const [, hours, minutes, seconds] =
    /^(\d+):(\d{2}):(\d{2})/.exec(reply.header('x-ms-user-quota-resets-after')?.trim() ?? '') ?? [];
  return seconds === undefined ? undefined : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

function gateFailure(call: GatedCall, seconds: number): RawFailure {
  return {
    source: 'http',
    status: 429,
    code: 'TooManyRequests',
    message: `Not sent: Azure asked to pause ${call.access}s of ${call.provider} in subscription ${call.subscription} for ${seconds} s more.`,
    detailCodes: [],
    retryAfterSeconds: seconds,
    correlationId: undefined,
  };
}
