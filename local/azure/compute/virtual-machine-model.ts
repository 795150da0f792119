import { mergePatch, objectAt, textAt } from '../core/json.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import type { JsonObject, JsonValue } from '../core/types.ts';
import { osOf } from './virtual-machine.ts';

/** Members that Azure reports and a caller only sends back. */
const reported = ['instanceView', 'provisioningState', 'timeCreated', 'vmId'];

/** The model of a new VM: what was asked for over Azure's defaults. */
export function newModel(vmId: string, wanted: JsonObject): JsonObject {
  const { name } = parseArmId(vmId);
  const os = osOf(wanted);
  const configuration = os === 'Windows' ? 'windowsConfiguration' : 'linuxConfiguration';
  const diskName = `${name}_OsDisk_1`;
  const groupId = vmId.split('/').slice(0, 5).join('/');
  const defaults: JsonObject = {
    hardwareProfile: { vmSize: 'Standard_D2s_v5' },
    storageProfile: {
      osDisk: {
        osType: os,
        name: diskName,
        createOption: 'FromImage',
        caching: 'ReadWrite',
        managedDisk: {
          storageAccountType: 'Premium_LRS',
          id: `${groupId}/providers/Microsoft.Compute/disks/${diskName}`,
        },
        deleteOption: 'Detach',
        diskSizeGB: os === 'Windows' ? 127 : 30,
      },
      dataDisks: [],
    },
    ...(objectAt(wanted, 'osProfile') === undefined
      ? {}
      : {
          osProfile: {
            computerName: name,
            [configuration]: { provisionVMAgent: true },
            secrets: [],
            allowExtensionOperations: true,
            requireGuestProvisionSignal: true,
          },
        }),
    networkProfile: { networkInterfaces: [] },
  };
  return resolveImage(mergePatch(defaults, keep(wanted)));
}

/** The model after a PUT or PATCH: sections that the body names are merged, the others stay. */
export function changedModel(current: JsonObject, wanted: JsonObject): JsonObject {
  return resolveImage(mergePatch(current, keep(wanted)));
}

function keep(wanted: JsonObject): JsonObject {
  const kept = Object.fromEntries(Object.entries(wanted).filter(([name]) => !reported.includes(name)));
  const { userData: _userData, ...withoutUserData } = kept;
  const osProfile = objectAt(kept, 'osProfile');
  if (osProfile === undefined) return withoutUserData;
  const { adminPassword: _password, customData: _customData, ...shown } = osProfile;
  return { ...withoutUserData, osProfile: shown };
}

function resolveImage(properties: JsonObject): JsonObject {
  const storage = objectAt(properties, 'storageProfile');
  const image = objectAt(storage, 'imageReference');
  const version = textAt(image, 'version');
  if (version === undefined) return properties;
  const exactVersion: JsonValue = version.toLowerCase() === 'latest' ? '1.0.20260101' : version;
  return { ...properties, storageProfile: { ...storage, imageReference: { ...image, exactVersion } } };
}
