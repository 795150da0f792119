/** The part of the durable client that the app uses; made per invocation from the client binding. */
export interface InstanceClient {
  /** Rejects when an instance of that id is pending or running. */
  start(orchestrator: string, instanceId: string, input: object): Promise<void>;
  /** Undefined when there is none. */
  status(
    instanceId: string,
  ): Promise<{ readonly runtimeStatus: string; readonly lastUpdatedAt: string; readonly output: string } | undefined>;
  terminate(instanceId: string, reason: string): Promise<void>;
  purge(instanceId: string): Promise<void>;
}
