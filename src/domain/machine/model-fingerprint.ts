import { canonicalJson, type Json } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import { legacyAgentTypeOf } from '../legacy-agent.ts';

/** Names the model of a scale set without what is ours in it. */
export interface ModelFingerprint {
  readonly whole: string;
  /** Also without the Log Analytics agent, which a profile may want taken off; the same where there is none. */
  readonly withoutLegacy: string;
}

export interface JsonObject {
  readonly [name: string]: Json;
}

/** Is no part of what an instance is made of. */
const leftOutOfSet = ['id', 'name', 'type', 'etag', 'tags', 'systemData', 'managedBy'];
const leftOutOfProperties = ['provisioningState', 'timeCreated', 'uniqueId', 'upgradePolicy'];

/**
 * Two models with one fingerprint differ in our extension and in identities at most. Everything that is not known to be beside the point counts, because upgrading an instance brings it
 * all that its model has ("Perform manual upgrades on Virtual Machine Scale Sets").
 * @param set as its GET answers it
 * @param isOurs whether an extension (`publisher.type`) is one that we write
 */
export function modelFingerprint(set: JsonObject, isOurs: (handler: string) => boolean): ModelFingerprint {
  return {
    whole: fingerprintOf(set, (one) => !isOurs(handlerOf(one))),
    withoutLegacy: fingerprintOf(set, (one) => !isOurs(handlerOf(one)) && !isLegacy(one)),
  };
}

function fingerprintOf({ identity: _ours, ...set }: JsonObject, counts: (extension: JsonObject) => boolean): string {
  const properties = objectIn(set, 'properties');
  const profile = objectIn(properties, 'virtualMachineProfile');
  const extensionProfile = objectIn(profile, 'extensionProfile');
  const extensions = listIn(extensionProfile, 'extensions').filter(counts);
  const model: JsonObject = {
    ...without(set, leftOutOfSet),
    sku: without(objectIn(set, 'sku'), ['capacity']),
    properties: {
      ...without(properties, leftOutOfProperties),
      virtualMachineProfile: {
        ...without(profile, ['timeCreated']),
        extensionProfile: {
          ...without(extensionProfile, ['extensions']),
          extensions: extensions.map(wantedOf).sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1)),
        },
      },
    },
  };
  return sha256Hex(canonicalJson(model)).slice(0, 32);
}

/** How far Azure has come with it is no part of what is wanted. */
function wantedOf(extension: JsonObject): JsonObject {
  const properties = without(objectIn(extension, 'properties'), ['provisioningState']);
  return { name: extension.name ?? null, properties };
}

function handlerOf(extension: JsonObject): string {
  const { publisher, type } = kindOf(extension);
  return `${publisher}.${type}`;
}

function isLegacy(extension: JsonObject): boolean {
  const { publisher, type } = kindOf(extension);
  return legacyAgentTypeOf(publisher, type) !== undefined;
}

function kindOf(extension: JsonObject): { readonly publisher: string; readonly type: string } {
  const { publisher, type } = objectIn(extension, 'properties');
  return { publisher: typeof publisher === 'string' ? publisher : '', type: typeof type === 'string' ? type : '' };
}

function without(value: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

function objectIn(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return isObject(member) ? member : {};
}

function listIn(value: JsonObject, name: string): readonly JsonObject[] {
  const member = value[name];
  return Array.isArray(member) ? member.filter(isObject) : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
