import { errorReply } from '../core/request/arm-error.ts';
import { vanishMachine } from '../core/store/vanish-machine.ts';
import type { ArmRequest, Interference, SimContext } from '../core/types.ts';
import type { FaultList } from './fault-list.ts';
import { faultPresets } from './fault-presets.ts';
import type { RequestFault } from './fault-schema.ts';
import { truncateAnswer } from './truncate-answer.ts';

/** Lets the scripted faults take part in every ARM request. */
export function addFaultHooks(context: SimContext, faults: FaultList): void {
  const truncated = new WeakMap<ArmRequest, number>();
  context.hooks.beforeHandle.push(async (request) => {
    const fault = faults.hit(request);
    if (fault !== undefined) {
      if (fault.delayMs > 0) await request.pause(fault.delayMs);
      if (fault.deleteMachineAfterMs !== undefined) deleteMachine(context, request, fault.deleteMachineAfterMs);
      if (fault.truncateRows !== undefined) truncated.set(request, fault.truncateRows);
      const interference = interferenceOf(fault, request);
      if (interference !== undefined) return interference;
    }
    const stale = faults.staleAnswer(request);
    return stale === undefined ? undefined : { kind: 'reply', reply: stale };
  });
  context.hooks.afterHandle.push((request, reply) => {
    const rows = truncated.get(request);
    const answer = rows === undefined ? reply : truncateAnswer(reply, rows);
    faults.keepAnswer(request, answer);
    return answer;
  });
}

/** Undefined when the fault is a delay alone. */
function interferenceOf(fault: RequestFault, request: ArmRequest): Interference | undefined {
  if (fault.drop !== undefined) return { kind: fault.drop === 'before' ? 'drop' : 'dropReply' };
  if (fault.preset !== undefined) {
    return { kind: 'reply', reply: errorReply(faultPresets[fault.preset](request, fault.retryAfter)) };
  }
  if (fault.status === undefined) return undefined;
  return { kind: 'reply', reply: { status: fault.status, headers: fault.headers, body: fault.body } };
}

/** Somebody else deletes the machine while it is being worked on. */
function deleteMachine(context: SimContext, request: ArmRequest, afterMs: number): void {
  const resourceUri = /^.*?\/providers\/[^/]+\/(?:virtualMachines|machines)\/[^/]+/i.exec(request.path)?.[0];
  if (resourceUri === undefined) return;
  const act = (): void => vanishMachine(context, resourceUri, request.url.origin);
  if (afterMs === 0) act();
  else context.after(afterMs, `scripted deletion of ${resourceUri}`, act);
}
