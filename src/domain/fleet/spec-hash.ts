import { canonicalJson, type Json } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import { type SpecHash, specHashSchema } from '../ids.ts';
import type { Spec } from './spec.ts';

/**
 * The value of each key that means the same as its absence. An entry is never changed: it names what specs of long
 * ago meant. A new key of Spec gets its entry with what the product did before it had the key; a machine's kind and system
 * have none.
 */
const neutralValues: NeutralValues & Readonly<Record<Exclude<keyof Spec, 'kind' | 'os'>, Json>> = {
  identity: 'builtIn',
  onForeignIdentity: 'hold',
  ama: { install: true, automaticUpgrade: true },
  ruleIds: [],
  subscriptionRules: false,
  endpoint: 'none',
  legacyAgent: 'leave',
  azureSecurityAgent: 'none',
  upgradeInstances: false,
  acceptSurge: false,
};

export interface NeutralValues {
  readonly [key: string]: Json;
}

/** Names a spec by its content; the same in every version of the product that knows its keys. */
export function specHash(spec: Spec): SpecHash {
  return hashWithout({ ...spec, ama: { ...spec.ama }, endpoint: endpointOf(spec) }, neutralValues);
}

/** The same of the keys of Defender for Endpoint, where that is wanted. */
const neutralEndpoint: NeutralValues = { autoUpdate: 'leave', otherEdrTag: '', otherEdrUnknown: 'proceed' };

function endpointOf({ endpoint }: Spec): Json {
  return endpoint === 'none' ? 'none' : leaveOut({ ...endpoint }, neutralEndpoint);
}

/** sha256 over canonical JSON in which members at their neutral value are left out. */
export function hashWithout(value: NeutralValues, neutral: NeutralValues): SpecHash {
  return specHashSchema.parse(sha256Hex(canonicalJson(leaveOut(value, neutral))));
}

function leaveOut(value: NeutralValues, neutral: NeutralValues): NeutralValues {
  const kept = Object.entries(value).flatMap(([key, member]): [string, Json][] => {
    const neutralMember = neutral[key];
    if (isObject(member) && isObject(neutralMember)) return [[key, leaveOut(member, neutralMember)]];
    const isNeutral = neutralMember !== undefined && canonicalJson(member) === canonicalJson(neutralMember);
    return isNeutral ? [] : [[key, member]];
  });
  return Object.fromEntries(kept);
}

function isObject(value: Json | undefined): value is NeutralValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
