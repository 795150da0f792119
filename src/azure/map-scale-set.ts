import { z } from 'zod';
import type { ImageFacts, ScaleSetFacts } from '../domain/machine/machine-facts.ts';
import { modelFingerprint } from '../domain/machine/model-fingerprint.ts';
import { isOursInModel } from '../domain/services/all-services.ts';
import { architectureOf } from './architecture.ts';
import type { MachineReading } from './machine-reading.ts';
import { extensionSchema, mapExtension } from './map-extension.ts';
import { imageSchema, mapImage, operatingSystemOf } from './map-virtual-machine.ts';
import { absentable, absentableText, armId, azureTime, identityBlock, regionName, tagMap } from './reply-values.ts';

const properties = extensionSchema.shape.properties;
/** In a model Azure does not tell how far an extension is, or tells it only in newer api-versions. */
const modelExtension = extensionSchema.extend({ properties: properties.extend({ provisioningState: absentableText }) });

/** `GET virtualMachineScaleSets/{name}`, of which only what is used here. */
export const scaleSetMachineSchema = z.object({
  id: armId,
  location: regionName,
  tags: tagMap,
  etag: absentableText,
  managedBy: absentableText,
  identity: identityBlock,
  sku: absentable(z.object({ name: absentableText, capacity: absentable(z.number()) })),
  properties: z.object({
    orchestrationMode: absentableText,
    uniqueId: z.string().min(1),
    provisioningState: z.string(),
    timeCreated: absentable(azureTime),
    upgradePolicy: absentable(
      z.object({
        mode: absentableText,
        rollingUpgradePolicy: absentable(z.object({ maxSurge: absentable(z.boolean()) })),
      }),
    ),
    virtualMachineProfile: absentable(
      z.object({
        licenseType: absentableText,
        storageProfile: absentable(
          z.object({
            imageReference: absentable(imageSchema),
            osDisk: absentable(z.object({ osType: absentableText })),
          }),
        ),
        osProfile: absentable(
          z.object({
            allowExtensionOperations: absentable(z.boolean()),
            windowsConfiguration: absentable(z.unknown()),
            linuxConfiguration: absentable(z.unknown()),
          }),
        ),
        extensionProfile: absentable(z.object({ extensions: absentable(z.array(modelExtension)) })),
      }),
    ),
  }),
});
type ScaleSetReply = z.output<typeof scaleSetMachineSchema>;

const wholeReply = z.record(z.string(), z.json());

/** The facts of a scale set out of its one GET; `whole`: the same reply with everything in it. */
export function mapScaleSet(
  reply: ScaleSetReply,
  whole: unknown,
): MachineReading & { readonly platform: ScaleSetFacts } {
  const { properties: told } = reply;
  const profile = told.virtualMachineProfile;
  return {
    resourceId: reply.id,
    incarnation: told.uniqueId.toLowerCase(),
    region: reply.location,
    os: operatingSystemOf(profile?.storageProfile?.osDisk?.osType ?? systemConfigured(profile?.osProfile)),
    createdAt: told.timeCreated,
    tags: reply.tags,
    provisioningState: told.provisioningState,
    etag: reply.etag,
    managedBy: reply.managedBy === '' ? undefined : reply.managedBy,
    identity: reply.identity,
    extensions: (profile?.extensionProfile?.extensions ?? []).map((one) =>
      mapExtension({ ...one, properties: { ...one.properties, provisioningState: stateIn(told, one) } }, undefined),
    ),
    platform: {
      kind: 'scaleSet',
      orchestration: told.orchestrationMode?.toLowerCase() === 'flexible' ? 'flexible' : 'uniform',
      upgradePolicy: policyOf(told.upgradePolicy?.mode),
      capacity: reply.sku?.capacity ?? 0,
      surges: told.upgradePolicy?.rollingUpgradePolicy?.maxSurge === true,
      fingerprint: modelFingerprint(wholeReply.parse(whole), isOursInModel),
      instances: undefined,
      allowsExtensions: profile?.osProfile?.allowExtensionOperations ?? true,
      image: imageOf(profile?.storageProfile?.imageReference),
      osName: undefined,
      osVersion: undefined,
      architecture: architectureOf(reply.sku?.name),
      licenseType: profile?.licenseType,
    },
  };
}

/** One that tells nothing of itself is as far as its set: what a failed set failed in is told by its instances. */
function stateIn(
  { provisioningState }: Pick<ScaleSetReply['properties'], 'provisioningState'>,
  { properties: extension }: z.output<typeof modelExtension>,
): string {
  if (extension.provisioningState !== undefined) return extension.provisioningState;
  return ['creating', 'updating'].includes(provisioningState.toLowerCase()) ? provisioningState : 'Succeeded';
}

function policyOf(mode: string | undefined): ScaleSetFacts['upgradePolicy'] {
  const known = ['automatic', 'rolling', 'manual'] as const;
  return known.find((one) => one === mode?.toLowerCase()) ?? 'unknown';
}

function imageOf(image: z.output<typeof imageSchema> | undefined): ImageFacts | undefined {
  return mapImage(image);
}

/** Azure may leave out the system of a disk whose image tells it. */
function systemConfigured(
  profile: { readonly windowsConfiguration?: unknown; readonly linuxConfiguration?: unknown } | undefined,
): string | undefined {
  if (profile?.windowsConfiguration !== undefined) return 'Windows';
  return profile?.linuxConfiguration === undefined ? undefined : 'Linux';
}
