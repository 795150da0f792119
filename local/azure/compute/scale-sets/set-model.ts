import { isObject, listAt, mergePatch, objectAt, textAt } from '../../core/json.ts';
import type { JsonObject, JsonValue, SimContext } from '../../core/types.ts';
import { osOf } from '../virtual-machine.ts';
import type { ScaleSet } from './scale-set.ts';

/** Members that Azure reports and a caller only sends back. */
const reported = ['provisioningState', 'timeCreated', 'uniqueId'];

/** The properties of a new set: what was asked for over Azure's defaults. */
export function newSetModel(wanted: JsonObject): JsonObject {
  const profile = objectAt(wanted, 'virtualMachineProfile');
  const os = osOf(profile ?? {});
  const configuration = os === 'Windows' ? 'windowsConfiguration' : 'linuxConfiguration';
  const defaults: JsonObject = {
    orchestrationMode: 'Uniform',
    singlePlacementGroup: true,
    overprovision: true,
    upgradePolicy: { mode: 'Manual' },
    virtualMachineProfile: {
      osProfile: { allowExtensionOperations: true, [configuration]: { provisionVMAgent: true } },
      storageProfile: { osDisk: { osType: os, createOption: 'FromImage', caching: 'ReadWrite' } },
    },
  };
  return changedSetModel(defaults, wanted);
}

/** The properties after a PUT or PATCH: sections that the body names are merged, the others stay. */
export function changedSetModel(current: JsonObject, wanted: JsonObject): JsonObject {
  const kept = Object.fromEntries(Object.entries(wanted).filter(([name]) => !reported.includes(name)));
  return mergePatch(current, withoutSecrets(kept));
}

/** Secrets are never answered, and extensions are kept apart. */
function withoutSecrets(properties: JsonObject): JsonObject {
  const profile = objectAt(properties, 'virtualMachineProfile');
  if (profile === undefined) return properties;
  const { userData: _data, timeCreated: _time, extensionProfile, osProfile, ...rest } = profile;
  const { adminPassword: _password, customData: _custom, ...shown } = isObject(osProfile) ? osProfile : {};
  const { extensions: _extensions, ...budget } = isObject(extensionProfile) ? extensionProfile : {};
  return {
    ...properties,
    virtualMachineProfile: {
      ...rest,
      ...(osProfile === undefined ? {} : { osProfile: shown }),
      ...(Object.keys(budget).length === 0 ? {} : { extensionProfile: budget }),
    },
  };
}

/** The extensions that a body lists; undefined where it says nothing of them. */
export function listedExtensions(body: JsonObject): readonly JsonObject[] | undefined {
  const profile = objectAt(objectAt(body, 'properties'), 'virtualMachineProfile');
  return listAt(objectAt(profile, 'extensionProfile'), 'extensions')?.filter(isObject);
}

/** The profile as an instance shows it. */
export function profileOfInstance({ properties, name }: ScaleSet, instanceId: string): JsonObject {
  const { extensionProfile: _extensions, osProfile, ...profile } = objectAt(properties, 'virtualMachineProfile') ?? {};
  const { computerNamePrefix, ...shown } = isObject(osProfile) ? osProfile : {};
  const prefix = typeof computerNamePrefix === 'string' ? computerNamePrefix : name.slice(0, 9);
  const computerName = `${prefix}${Number(instanceId).toString(36).padStart(6, '0').toUpperCase()}`;
  return { storageProfile: profile.storageProfile, osProfile: { ...shown, computerName } };
}

/**
 * What of a set its instances have to be brought up to when it changes. That an identity is a part of it: azure-cli, which
 * warns after `vmss identity assign` that instances of a Manual set have to be updated.
 */
export function modelText(context: SimContext, set: ScaleSet): string {
  const extensions = context.setExtensions.childrenOf(set.id).map(({ name, wanted }) => ({ name, wanted }));
  const identity =
    set.identity === undefined ? null : [set.identity.systemPrincipalId, ...set.identity.userAssigned.keys()];
  const parts: (JsonValue | undefined)[] = [set.properties.virtualMachineProfile, set.sku];
  return JSON.stringify([parts, identity, extensions]);
}

/** `PT5M30S`; nothing for anything else. Milliseconds. */
function millisecondsOf(duration: string | undefined): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration ?? '') ?? [];
  return 1000 * (3600 * Number(hours) + 60 * Number(minutes) + Number(seconds));
}

export function rollingPolicyOf({ properties }: ScaleSet) {
  const policy = objectAt(objectAt(properties, 'upgradePolicy'), 'rollingUpgradePolicy');
  const percent = policy?.maxBatchInstancePercent;
  return {
    batchPercent: typeof percent === 'number' ? percent : 20,
    pauseMs: millisecondsOf(textAt(policy, 'pauseTimeBetweenBatches')),
    surges: policy?.maxSurge === true,
  };
}
