import { VirtualClock } from '../../../../local/clock/virtual-clock.ts';
import type { FunctionInvoker } from '../../../../local/durable/engine-api.ts';
import type { EngineOptions } from '../../../../local/durable/engine-options.ts';
import { statusHistory } from '../../../../local/durable/status-history.ts';
import { testApp } from '../test-app.ts';
import { type TestEngine, testEngine } from '../test-engine.ts';
import { scene } from './recorded-app.ts';
import type { Recording } from './recording.ts';

export interface ActivityCall {
  readonly name: string;
  readonly input: unknown;
}

/** A scenario as our engine played it, in the shape of a recording. */
export interface Played {
  readonly turns: { trigger: unknown; returned: unknown }[];
  /** The activities in the order of their calls, with their inputs. */
  readonly activities: ActivityCall[];
  /** The status; `historyEvents` as the management API tells it. */
  status(showOutput?: boolean): Promise<Record<string, unknown>>;
  test: TestEngine;
}

/** Starts a recorded scenario on a new engine; nothing has run yet. */
export async function play({ start }: Recording, options: EngineOptions = {}): Promise<Played> {
  const turns: { trigger: unknown; returned: unknown }[] = [];
  const activities: ActivityCall[] = [];
  const clock = new VirtualClock();
  scene.clock = clock;
  const test = testEngine(
    { checkReplay: false, activityMayWait: () => true, ...options },
    { clock, invoker: recorder(turns, activities) },
  );
  const input = start.inputAbsent ? undefined : (start.inputText ?? JSON.stringify(start.input));
  await test.engine.start({ name: start.name, instanceId: start.instanceId, input });
  const played: Played = {
    turns,
    activities,
    test,
    async status(showOutput = false) {
      const found = await played.test.engine.status(start.instanceId);
      if (found === undefined) throw new Error(`The instance '${start.instanceId}' is gone.`);
      const { history, input, output, customStatus, ...rest } = found;
      const shown = { input: value(input), customStatus: value(customStatus), output: value(output) };
      return { ...rest, ...shown, historyEvents: statusHistory(history, showOutput) };
    },
  };
  return played;
}

function recorder(turns: { trigger: unknown; returned: unknown }[], activities: ActivityCall[]): FunctionInvoker {
  return {
    ...testApp,
    runActivity(name, instanceId, input) {
      activities.push({ name, input: input === undefined ? undefined : JSON.parse(input) });
      return testApp.runActivity(name, instanceId, input);
    },
    async runOrchestrator(name, instanceId, trigger) {
      try {
        const text = await testApp.runOrchestrator(name, instanceId, trigger);
        turns.push({ trigger: JSON.parse(trigger), returned: JSON.parse(text) });
        return text;
      } catch (error) {
        const { name: kind, message } = error as Error;
        turns.push({ trigger: JSON.parse(trigger), returned: { threw: { name: kind, message } } });
        throw error;
      }
    },
  };
}

function value(text: string | undefined): unknown {
  return text === undefined ? null : JSON.parse(text);
}
