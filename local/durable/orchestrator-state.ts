/** One action of durable-functions 3.5, as it stands in the orchestrator's reply. */
export interface WireAction {
  readonly actionType: number;
  readonly functionName?: string;
  readonly input?: unknown;
  readonly fireAt?: string;
  readonly isCanceled?: boolean;
  readonly compoundActions?: readonly WireAction[];
}

/** What one run of an orchestrator function told: all its actions since the start, and how it stands. */
export interface OrchestratorState {
  readonly isDone: boolean;
  readonly actions: readonly WireAction[];
  readonly output: unknown;
  readonly error: string | undefined;
  readonly customStatus: unknown;
}

/** What the orchestrator function answered: the state's JSON text, or what it threw. */
export type OrchestratorReply = { readonly text: string } | { readonly threw: string };

const marker = '\n\n$OutOfProcData$:';

/** The state in a reply, or the message of an exception that carries none (a fault outside the orchestrator's own code). */
export function parseOrchestratorReply(reply: OrchestratorReply): OrchestratorState | { readonly fault: string } {
  if ('text' in reply) return parseState(reply.text);
  const at = reply.threw.indexOf(marker);
  return at < 0 ? { fault: reply.threw } : parseState(reply.threw.slice(at + marker.length));
}

function parseState(text: string): OrchestratorState | { readonly fault: string } {
  const state = JSON.parse(text) as {
    isDone: boolean;
    actions: WireAction[][];
    output?: unknown;
    error?: string;
    customStatus?: unknown;
  };
  const [actions] = state.actions;
  if (actions === undefined || state.actions.length !== 1) {
    return { fault: `The orchestrator answered ${state.actions.length} lists of actions instead of one.` };
  }
  return {
    isDone: state.isDone,
    actions,
    output: state.output,
    error: state.error === '' ? undefined : state.error,
    customStatus: state.customStatus ?? undefined,
  };
}
