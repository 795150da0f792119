import { z } from 'zod';
import type { SharedFacts, SharedPresence } from '../domain/machine/machine-facts.ts';
import type { Clock, SharedNeed } from '../ports.ts';
import { apiVersions } from './api-versions.ts';
import { AppTimeCache } from './app-time-cache.ts';
import type { ArmCall, ArmCaller } from './arm-caller.ts';
import { parseReply } from './parse-reply.ts';

/** Absence is a person's to mend, who then asks again at once: it is kept only to spare a burst of looks. */
const keptSeconds = { present: 600, missing: 5, unknown: 30 } as const;
const resourceSchema = z.object({ id: z.string().min(1) });
const ruleId =
  /^\/subscriptions\/([^/]+)\/resourcegroups\/[^/]+\/providers\/microsoft\.insights\/datacollectionrules\/[^/]+$/i;

/** Reads what many machines share: presence is kept ten minutes of app time, doubt half a minute, absence 5 s. */
export class SharedReader {
  readonly #caller: ArmCaller;
  readonly #cache: AppTimeCache<SharedPresence>;

  constructor(caller: ArmCaller, clock: Clock) {
    this.#caller = caller;
    this.#cache = new AppTimeCache(clock);
  }

  async read(need: SharedNeed): Promise<SharedFacts> {
    const [builtInIdentity, rules] = await Promise.all([
      this.#read(identityIdOf(need), need.subscription, identityCall),
      Promise.all(need.ruleIds.map(async (id) => [id.toLowerCase(), await this.#readRule(id)] as const)),
    ]);
    return { builtInIdentity, rules: Object.fromEntries(rules) };
  }

  async #readRule(id: string): Promise<SharedPresence> {
    const subscription = ruleId.exec(id)?.[1];
    if (subscription === undefined) return { state: 'unknown', resourceId: id };
    return await this.#read(id, subscription, ruleCall);
  }

  async #read(resourceId: string, subscription: string, call: SharedCall): Promise<SharedPresence> {
    return await this.#cache.get(
      resourceId.toLowerCase(),
      async () => await this.#get(resourceId, subscription.toLowerCase(), call),
      (presence) => keptSeconds[presence.state],
    );
  }

  async #get(resourceId: string, subscription: string, call: SharedCall): Promise<SharedPresence> {
    const path = `${encodePath(resourceId)}?api-version=${call.apiVersion}`;
    const answer = await this.#caller.call({
      ...call,
      method: 'GET',
      access: 'read',
      path,
      subscription,
      machine: undefined,
    });
    const parsed = parseReply(resourceId, resourceSchema, answer);
    if (parsed.kind === 'found') return { state: 'present', resourceId: parsed.value.body.id };
    return { state: parsed.kind === 'gone' ? 'missing' : 'unknown', resourceId };
  }
}

type SharedCall = Pick<ArmCall, 'client' | 'operation' | 'provider'> & { readonly apiVersion: string };

const identityCall: SharedCall = {
  client: 'compute',
  operation: 'Microsoft.ManagedIdentity/userAssignedIdentities/read',
  provider: 'Microsoft.ManagedIdentity',
  apiVersion: apiVersions.managedIdentity,
};

const ruleCall: SharedCall = {
  client: 'monitor',
  operation: 'Microsoft.Insights/dataCollectionRules/read',
  provider: 'Microsoft.Insights',
  apiVersion: apiVersions.monitor,
};

/** Names as the built-in Azure Policy "Assign Built-In User-Assigned Managed Identity to Virtual Machines" makes them. */
function identityIdOf({ subscription, region }: SharedNeed): string {
  const group = `/subscriptions/${subscription}/resourceGroups/Built-In-Identity-RG`;
  return `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-${region}`;
}

function encodePath(resourceId: string): string {
  return resourceId.split('/').map(encodeURIComponent).join('/');
}
