import { pickDuration } from '../core/operations/durations.ts';
import type { ResourceEvent } from '../core/types.ts';
import type { Simulator } from '../simulator.ts';
import type { Defender } from './defender.ts';
import { type EndpointTarget, endpointRequest, endpointTargetOf } from './endpoint-target.ts';
import { onboardingPackages } from './mde-onboarding-routes.ts';

/** After a refusal it comes back at such intervals, and gives up until the machine changes again. */
const retryMs = 3_600_000;
const mostRetries = 5;

const machineIn = /^.*\/providers\/(?:Microsoft\.Compute\/virtualMachines|Microsoft\.HybridCompute\/machines)\/[^/]+/i;

/**
 * Defender for Cloud brings Defender for Endpoint to the machines of a subscription with plan and WDATP, and puts back
 * what is deleted (Defender docs, "Enable Defender for Endpoint integration"; MicrosoftDocs/azure-docs issue 110556).
 * It goes through ARM like anybody else, as its own principal, and moves only when something has changed: one timer for
 * each machine that lacks its agent.
 */
export class EndpointDeployment {
  readonly #azure: Pick<Simulator, 'handle' | 'token' | 'context'>;
  readonly #defender: Defender;
  /** Lower-case ids of machines that have a timer or a request. */
  readonly #pending = new Set<string>();

  constructor(azure: Pick<Simulator, 'handle' | 'token' | 'context'>, defender: Defender) {
    this.#azure = azure;
    this.#defender = defender;
  }

  clear(): void {
    this.#pending.clear();
  }

  /** Something has happened: a machine, one of its extensions, or a plan or setting of its subscription may have changed. */
  note({ resourceUri, subscriptionId }: ResourceEvent): void {
    const machineId = machineIn.exec(resourceUri)?.[0];
    if (machineId !== undefined) this.lookAt(machineId);
    else if (/\/providers\/Microsoft\.Security\/(?:pricings|settings)\//i.test(resourceUri))
      this.lookAtAll(subscriptionId);
  }

  /** Looks at every machine of a subscription once. */
  lookAtAll(subscriptionId: string): void {
    for (const id of this.#defender.machineIdsOf(this.#azure.context, subscriptionId)) this.lookAt(id);
  }

  /** Looks at one machine, and comes in a while if it wants Defender's agent. */
  lookAt(machineId: string): void {
    const { context } = this.#azure;
    if (this.#pending.has(machineId.toLowerCase())) return;
    if (endpointTargetOf(context, this.#defender, machineId) === undefined) return;
    const usual = this.#defender.deployAfterMs ?? pickDuration(context.random, context.durations.endpointDeploy);
    this.#comeAfter(usual, machineId, mostRetries);
  }

  #comeAfter(ms: number, machineId: string, retries: number): void {
    const { context } = this.#azure;
    this.#pending.add(machineId.toLowerCase());
    context.after(ms, `Defender for Endpoint for ${machineId}`, () => {
      this.#pending.delete(machineId.toLowerCase());
      const target = endpointTargetOf(context, this.#defender, machineId);
      if (target !== undefined) void this.#deploy(target, retries);
    });
  }

  async #deploy(target: EndpointTarget, retries: number): Promise<void> {
    const { context } = this.#azure;
    const end = context.ledger.begin(`Defender for Endpoint for ${target.id}`);
    this.#pending.add(target.id.toLowerCase());
    try {
      const script = onboardingPackages[target.extension === 'MDE.Windows' ? 'Windows' : 'Linux'];
      const { path, apiVersion, body } = endpointRequest(target, context.random.guid(), script);
      const { status } = await this.#azure.handle({
        method: 'PUT',
        url: `https://management.azure.com${path}?api-version=${apiVersion}`,
        headers: {
          authorization: `Bearer ${this.#azure.token('defender')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      });
      this.#pending.delete(target.id.toLowerCase());
      const isRefused = status === 0 || status >= 400;
      if (isRefused && retries > 0) this.#comeAfter(retryMs, target.id, retries - 1);
    } finally {
      end();
    }
  }
}
