import type { Random } from '../random.ts';
import type { AsyncOperation, AsyncOperations, OperationEnd, StartOperation } from './async-operations.ts';
import { operationLinks } from './operation-links.ts';

type Start = StartOperation & { readonly retryAfterSeconds: number };

/** More than any run needs at once; the oldest ended ones are forgotten. */
const maxOperations = 50_000;

interface Schedule {
  now(): number;
  after(ms: number, what: string, fire: () => void): () => void;
}

/** The operations of the simulator, driven by app time. `retryAfterSeconds` is what clients are told unless a start says otherwise. */
export function createOperationRegistry(clock: Schedule, random: Random, retryAfterSeconds: number): AsyncOperations {
  const operations = new Map<string, AsyncOperation>();
  return {
    start: (request) => {
      const operation = startOperation(clock, random.guid(), { retryAfterSeconds, ...request });
      operations.set(operation.id, operation);
      const oldest = operations.values().next().value;
      if (operations.size > maxOperations && oldest?.status !== 'InProgress') operations.delete(oldest?.id ?? '');
      return operation;
    },
    get: (id) => operations.get(id.toLowerCase()),
    clear: () => operations.clear(),
  };
}

function startOperation(clock: Schedule, id: string, request: Start): AsyncOperation {
  const listeners: ((operation: AsyncOperation) => void)[] = [];
  let stopTimer = (): void => undefined;
  // While the end is computed, a removal of the resource must not cancel the operation that removes it.
  let ending = false;
  const endAs = (status: AsyncOperation['status'], end: OperationEnd): void => {
    if (operation.status !== 'InProgress') return;
    operation.status = status;
    operation.endedAtMs = clock.now();
    operation.output = end?.output;
    operation.error = end?.error;
    operation.errorStatus = end?.errorStatus ?? 409;
    for (const listener of listeners.splice(0)) listener(operation);
  };
  const operation: AsyncOperation = {
    id,
    startedAtMs: clock.now(),
    resourceId: request.resourceId,
    status: 'InProgress',
    endedAtMs: undefined,
    output: undefined,
    error: undefined,
    errorStatus: 409,
    result: request.result,
    get headers() {
      return operationHeaders(operation, request);
    },
    retryAfterSeconds: request.retryAfterSeconds,
    onEnd: (listener) => {
      if (operation.status === 'InProgress') listeners.push(listener);
      else listener(operation);
    },
    finish: (end) => {
      if (operation.status === 'InProgress') stopTimer();
      endAs(end?.error === undefined ? 'Succeeded' : 'Failed', end);
    },
    cancel: (why) => {
      if (ending) return;
      stopTimer();
      operation.preempt(why);
    },
    preempt: (why) => endAs('Canceled', { error: { code: 'OperationPreempted', message: why } }),
  };
  if (request.durationMs !== undefined) {
    stopTimer = clock.after(request.durationMs, `operation on ${request.resourceId}`, () => {
      ending = true;
      operation.finish(request.end());
    });
  }
  return operation;
}

/** Made when they are asked for: the two signed links of an operation have 6 kB. */
function operationHeaders({ id, startedAtMs }: AsyncOperation, request: Start): Record<string, string> {
  const { status, result } = operationLinks({ ...request, id, startedAtMs });
  const all = {
    'azure-asyncoperation': status,
    location: result,
    'retry-after': String(request.retryAfterSeconds),
  };
  const { tells } = request;
  return tells === undefined ? all : Object.fromEntries(tells.map((name) => [name, all[name]]));
}
