import type { Finding } from './diagnostics.ts';
import type { FunctionInvoker, HistoryEvent } from './engine-api.ts';
import { errorText } from './error-text.ts';
import type { OrchestratorReply } from './orchestrator-state.ts';
import type { InstanceRow } from './store/durable-store.ts';
import { triggerText } from './trigger.ts';

interface Invocation {
  readonly invoker: FunctionInvoker;
  readonly checkReplay: boolean;
}

/**
 * Runs the orchestrator function once, or twice when `checkReplay` is on, with the same trigger. A difference
 * between the two answers is a failure: such code would go astray on a real host too, only later.
 */
export async function invokeOrchestrator(
  { invoker, checkReplay }: Invocation,
  { name, instanceId, input }: InstanceRow,
  history: readonly HistoryEvent[],
  isReplaying: boolean,
): Promise<OrchestratorReply | { readonly failure: Finding }> {
  if (!invoker.hasOrchestrator(name))
    return { failure: { kind: 'UnknownOrchestrator', message: unknownOrchestrator(name, invoker) } };
  const trigger = triggerText({ history, input, instanceId, isReplaying });
  const first = await reply(invoker, name, instanceId, trigger);
  if (!checkReplay) return first;
  const second = await reply(invoker, name, instanceId, trigger);
  if (textOf(first) === textOf(second)) return first;
  const message = `Orchestrator function '${name}' failed: nondeterminism found by double replay: the same history gave two answers. First: ${textOf(first)} Second: ${textOf(second)}`;
  return { failure: { kind: 'ReplayDifference', message } };
}

async function reply(
  invoker: FunctionInvoker,
  name: string,
  instanceId: string,
  trigger: string,
): Promise<OrchestratorReply> {
  try {
    return { text: await invoker.runOrchestrator(name, instanceId, trigger) };
  } catch (error) {
    return { threw: errorText(error) };
  }
}

function textOf(answer: OrchestratorReply): string {
  return 'text' in answer ? answer.text : answer.threw;
}

function unknownOrchestrator(name: string, invoker: FunctionInvoker): string {
  const known = invoker.orchestratorNames().map((known) => `'${known}'`);
  return (
    `Orchestrator function '${name}' failed: The function '${name}' doesn't exist, is disabled, or is not an orchestrator function. ` +
    `Additional info: The following are the known orchestrator functions: ${known.join(', ')}.`
  );
}
