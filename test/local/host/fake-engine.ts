import type { DurableEngine, InstanceStatus, RuntimeStatus } from '../../../local/durable/engine-api.ts';

export interface FakeEngine extends DurableEngine {
  /** Ends every instance that has not ended. */
  finishAll(status: RuntimeStatus, output: unknown): void;
}

const terminal: readonly RuntimeStatus[] = ['Completed', 'Failed', 'Terminated'];

/** Remembers what it was asked and runs nothing: for tests of what stands before the engine. */
export function createFakeEngine(): FakeEngine {
  const instances = new Map<string, InstanceStatus>();
  let sequence = 0;
  const now = (): string => '2026-01-05T08:00:00.1234567Z';
  return {
    async start({ name, instanceId = `generated-${++sequence}`, input }) {
      const known = instances.get(instanceId);
      if (known !== undefined && !terminal.includes(known.runtimeStatus)) {
        return { kind: 'alreadyExists', runtimeStatus: known.runtimeStatus };
      }
      instances.set(instanceId, {
        name,
        instanceId,
        runtimeStatus: 'Running',
        createdTime: now(),
        lastUpdatedTime: now(),
        input,
        output: undefined,
        customStatus: undefined,
        history: [],
      });
      return { kind: 'started', instanceId };
    },
    status: async (id) => instances.get(id),
    list: async ({ runtimeStatus, instanceIdPrefix = '', createdTimeFrom = '', createdTimeTo = '9' }) =>
      [...instances.values()].filter(
        (instance) =>
          instance.instanceId.startsWith(instanceIdPrefix) &&
          (runtimeStatus?.includes(instance.runtimeStatus) ?? true) &&
          instance.createdTime >= createdTimeFrom &&
          instance.createdTime <= createdTimeTo,
      ),
    async terminate(id, reason) {
      const known = instances.get(id);
      if (known === undefined) return 'notFound';
      if (terminal.includes(known.runtimeStatus)) return 'alreadyFinished';
      instances.set(id, { ...known, runtimeStatus: 'Terminated', output: JSON.stringify(reason) });
      return 'accepted';
    },
    async purge(id) {
      const known = instances.get(id);
      if (known === undefined) return 'notFound';
      if (!terminal.includes(known.runtimeStatus)) return { notTerminal: known.runtimeStatus };
      instances.delete(id);
      return 'purged';
    },
    stop: async () => undefined,
    finishAll(status, output) {
      for (const [id, known] of instances) {
        if (terminal.includes(known.runtimeStatus)) continue;
        instances.set(id, { ...known, runtimeStatus: status, output: JSON.stringify(output) });
      }
    },
  };
}
