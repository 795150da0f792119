import type { AsyncOperation } from '../core/operations/async-operations.ts';
import { ResourceCollection } from '../core/store/resource-collection.ts';
import type { SimContext } from '../core/types.ts';
import type { MachineExtension } from '../extensions/machine-extension.ts';
import type { AgentConfiguration, ArcMachine, ArcStatus, DetectedSystem } from './arc-machine.ts';

/** Work of an agent on one extension: it starts when the machine is connected. */
export interface AgentWork {
  readonly extension: MachineExtension;
  readonly operation: AsyncOperation;
  /** App time; undefined never ends. */
  readonly durationMs: number | undefined;
  /** Ends the operation and brings the extension into its end state. */
  end(): void;
  /** Ends it as failed because the machine stayed away. */
  expire(): void;
}

/** Azure docs, "Troubleshoot Azure Connected Machine agent connection issues": queued for up to 6 hours. */
const longestQueueMs = 6 * 3_600_000;

type Some<T> = { readonly [Member in keyof T]?: T[Member] | undefined };

/** What can be set on a machine from outside ARM: what its agent reports. */
export interface ArcReport {
  readonly status?: ArcStatus | undefined;
  readonly agent?: Some<AgentConfiguration> | undefined;
  readonly system?: Some<DetectedSystem> | undefined;
  readonly agentVersion?: string | undefined;
  readonly cloudProvider?: string | undefined;
  readonly vmUuid?: string | undefined;
  readonly azureVmId?: string | undefined;
  readonly parentClusterId?: string | undefined;
}

/** The Arc machines with their extensions, and the work that waits for machines to come back. */
export class ArcFleet {
  readonly machines = new ResourceCollection<ArcMachine>();
  readonly extensions = new ResourceCollection<MachineExtension>();
  /** Lower-case ids. */
  readonly #silent = new Set<string>();
  readonly #queued = new Set<AgentWork>();

  /** The agent of the machine that will be registered under this id is not heard of before it connects. */
  keepSilent(id: string): void {
    this.#silent.add(id.toLowerCase());
  }

  /** Whether the agent of a machine that is registered now is silent; asked once. */
  takeSilence(id: string): boolean {
    return this.#silent.delete(id.toLowerCase());
  }

  /** Hands work to the agent; a machine that is not connected gets it when it is, within 6 hours. */
  submit(context: SimContext, machine: ArcMachine, work: AgentWork): void {
    if (machine.status === 'Connected') {
      this.#run(context, machine, work);
      return;
    }
    this.#queued.add(work);
    context.after(longestQueueMs, `queued extension ${work.extension.name} of ${machine.name}`, () => {
      if (this.#queued.delete(work) && work.operation.status === 'InProgress') work.expire();
    });
  }

  /** Applies what the agent reports; work that waited starts when the machine is connected. */
  report(context: SimContext, machine: ArcMachine, report: ArcReport): void {
    if (report.status !== undefined && report.status !== machine.status) {
      machine.status = report.status;
      machine.statusChangedMs = context.time.now();
    }
    machine.agent = withReported(machine.agent, report.agent);
    machine.system = withReported(machine.system, report.system);
    machine.agentVersion = report.agentVersion ?? machine.agentVersion;
    machine.cloudProvider = report.cloudProvider ?? machine.cloudProvider;
    machine.vmUuid = report.vmUuid ?? machine.vmUuid;
    machine.azureVmId = report.azureVmId ?? machine.azureVmId;
    machine.parentClusterId = report.parentClusterId ?? machine.parentClusterId;
    if (machine.status !== 'Connected') return;
    for (const work of [...this.#queued]) {
      if (work.extension.machineId !== machine.id) continue;
      this.#queued.delete(work);
      this.#run(context, machine, work);
    }
  }

  clear(): void {
    this.#queued.clear();
    this.#silent.clear();
  }

  #run(context: SimContext, machine: ArcMachine, work: AgentWork): void {
    if (work.durationMs === undefined) return;
    context.after(work.durationMs, `extension ${work.extension.name} of ${machine.name}`, () => {
      if (work.operation.status !== 'InProgress') return;
      if (machine.status === 'Connected') work.end();
      else this.submit(context, machine, work);
    });
  }
}

/** The values with those that were reported in their place; undefined means not reported. */
function withReported<T extends object>(current: T, reported: Some<T> | undefined): T {
  const next = { ...current };
  for (const member in current) {
    const value = reported?.[member];
    if (value !== undefined) next[member] = value;
  }
  return next;
}
