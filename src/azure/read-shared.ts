import { z } from 'zod';
import { decodeFailure } from '../domain/failures/decode-failure.ts';
import { isGone } from '../domain/failures/is-gone.ts';
import { isUnregistered } from '../domain/failures/is-unregistered.ts';
import type { SharedFacts, SharedPresence } from '../domain/machine/machine-facts.ts';
import type { PartOutcome, SharedNeed } from '../ports/azure.ts';
import type { Clock } from '../ports/ports.ts';
import { apiVersions } from './api-versions.ts';
import { AppTimeCache } from './app-time-cache.ts';
import type { ArmCall, ArmCaller } from './arm-caller.ts';
import { encodePath } from './arm-path.ts';
import { parseReply } from './parse-reply.ts';

/** Absence is a person's to mend, who then asks again at once: it is kept only to spare a burst of looks. */
const keptSeconds = { present: 600, missing: 5, unknown: 30 } as const;
const resourceSchema = z.object({ id: z.string().min(1) });
const ruleId =
  /^\/subscriptions\/([^/]+)\/resourcegroups\/[^/]+\/providers\/microsoft\.insights\/datacollectionrules\/[^/]+$/i;

/**
 * Reads what many machines share. That a thing is there is kept ten minutes of app time, doubt half a minute, that it
 * is not there 5 s. A 429 tells nothing of the thing: it is handed on and not kept, since the gate does the waiting.
 */
export class SharedReader {
  readonly #caller: ArmCaller;
  readonly #cache: AppTimeCache<PartOutcome<SharedPresence>>;

  constructor(caller: ArmCaller, clock: Clock) {
    this.#caller = caller;
    this.#cache = new AppTimeCache(clock);
  }

  async read(need: SharedNeed): Promise<PartOutcome<Omit<SharedFacts, 'made' | 'endpointCoverage'>>> {
    const [identity, found] = await Promise.all([
      this.#read(identityIdOf(need), need.subscription, identityCall),
      Promise.all(need.ruleIds.map(async (id) => [id.toLowerCase(), await this.#readRule(id)] as const)),
    ]);
    if (identity.kind === 'failed') return identity;
    const rules: Record<string, SharedPresence> = {};
    for (const [id, rule] of found) {
      if (rule.kind === 'failed') return rule;
      rules[id] = rule.value;
    }
    return { kind: 'found', value: { builtInIdentity: identity.value, rules } };
  }

  async #readRule(id: string): Promise<PartOutcome<SharedPresence>> {
    const subscription = ruleId.exec(id)?.[1];
    if (subscription === undefined) return { kind: 'found', value: { state: 'unknown', resourceId: id } };
    return await this.#read(id, subscription, ruleCall);
  }

  async #read(resourceId: string, subscription: string, call: SharedCall): Promise<PartOutcome<SharedPresence>> {
    return await this.#cache.get(
      resourceId.toLowerCase(),
      async () => await this.#get(resourceId, subscription.toLowerCase(), call),
      (outcome) => (outcome.kind === 'found' ? keptSeconds[outcome.value.state] : 0),
    );
  }

  async #get(resourceId: string, subscription: string, call: SharedCall): Promise<PartOutcome<SharedPresence>> {
    const path = `${encodePath(resourceId)}?api-version=${call.apiVersion}`;
    const answer = await this.#caller.call({
      ...call,
      method: 'GET',
      access: 'read',
      path,
      subscription,
      target: undefined,
    });
    const parsed = parseReply(resourceId, resourceSchema, answer);
    if (parsed.kind === 'found')
      return { kind: 'found', value: { state: 'present', resourceId: parsed.value.body.id } };
    const { failure } = parsed;
    if (decodeFailure(failure).pendingReason === 'Throttled') return { kind: 'failed', failure };
    const isMissing = isGone(failure) || isUnregistered(failure);
    return { kind: 'found', value: { state: isMissing ? 'missing' : 'unknown', resourceId } };
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
function identityIdOf({ subscription, region, identityGroup = 'Built-In-Identity-RG' }: SharedNeed): string {
  const group = `/subscriptions/${subscription}/resourceGroups/${identityGroup}`;
  return `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-${region}`;
}
