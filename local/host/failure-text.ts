const stateMark = '\n\n$OutOfProcData$:';

/** What a failed invocation is logged as: of an orchestrator's failure not its state, which holds inputs. */
export function failureText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const at = message.indexOf(stateMark);
  if (at < 0) return message;
  const state: unknown = JSON.parse(message.slice(at + stateMark.length));
  const told = typeof state === 'object' && state !== null && 'error' in state ? state.error : undefined;
  return typeof told === 'string' ? told : 'the orchestrator threw something that is not an error';
}
