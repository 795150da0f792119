import type { InstanceClient } from '../../src/ports/instances.ts';

type Status = Awaited<ReturnType<InstanceClient['status']>>;

/** A durable client of which the test decides what is alive; it keeps what was asked of it. */
export class FakeInstances implements InstanceClient {
  readonly started: { readonly orchestrator: string; readonly instanceId: string; readonly input: object }[] = [];
  readonly terminated: string[] = [];
  /** An instance that is here is pending, running or finished as it says; a start of a living one is refused. */
  readonly instances = new Map<string, NonNullable<Status>>();
  isBroken = false;

  async start(orchestrator: string, instanceId: string, input: object): Promise<void> {
    const status = this.instances.get(instanceId)?.runtimeStatus;
    if (this.isBroken || status === 'Running' || status === 'Pending') throw new Error(`${instanceId} not started`);
    this.started.push({ orchestrator, instanceId, input });
  }

  async status(instanceId: string): Promise<Status> {
    if (this.isBroken) throw new Error('the task hub does not answer');
    return this.instances.get(instanceId);
  }

  async terminate(instanceId: string): Promise<void> {
    this.terminated.push(instanceId);
    this.instances.delete(instanceId);
  }

  async purge(instanceId: string): Promise<void> {
    this.instances.delete(instanceId);
  }
}
