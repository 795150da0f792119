import { z } from 'zod';
import type { ExtensionFacts, OperatingSystem, VmFacts } from '../domain/machine/machine-facts.ts';
import { isWatchedHandler } from '../domain/services/all-services.ts';
import { architectureOf } from './architecture.ts';
import type { MachineReading } from './machine-reading.ts';
import { type ExtensionReport, extensionName, extensionSchema, mapExtension } from './map-extension.ts';
import { powerOf } from './power.ts';
import {
  absentable,
  absentableText,
  armId,
  azureTime,
  identityBlock,
  regionName,
  tagMap,
  viewStatus,
} from './reply-values.ts';

const statuses = absentable(z.array(viewStatus)).transform((list) => list ?? []);

export const instanceViewSchema = z.object({
  osName: absentableText,
  osVersion: absentableText,
  vmAgent: absentable(z.object({ statuses })),
  extensions: absentable(
    z.array(z.object({ name: absentableText, type: absentableText, typeHandlerVersion: absentableText, statuses })),
  ),
  statuses,
});
type InstanceView = z.output<typeof instanceViewSchema>;

export const imageSchema = z.object({
  publisher: absentableText,
  offer: absentableText,
  sku: absentableText,
  id: absentableText,
  sharedGalleryImageId: absentableText,
  communityGalleryImageId: absentableText,
});

/** `GET virtualMachines/{name}?$expand=instanceView`, of which only what is used here. */
export const virtualMachineSchema = z.object({
  id: armId,
  location: regionName,
  tags: tagMap,
  etag: absentableText,
  managedBy: absentableText,
  identity: identityBlock,
  properties: z.object({
    vmId: z.string().min(1),
    provisioningState: z.string(),
    timeCreated: absentable(azureTime),
    licenseType: absentableText,
    hardwareProfile: absentable(z.object({ vmSize: absentableText })),
    storageProfile: absentable(
      z.object({ imageReference: absentable(imageSchema), osDisk: absentable(z.object({ osType: absentableText })) }),
    ),
    osProfile: absentable(z.object({ allowExtensionOperations: absentable(z.boolean()) })),
    virtualMachineScaleSet: absentable(z.object({ id: z.string() })),
    instanceView: absentable(instanceViewSchema),
  }),
  resources: absentable(z.array(extensionSchema)),
});
export type VirtualMachineReply = z.output<typeof virtualMachineSchema>;

/** The facts of a VM out of its one GET. */
export function mapVirtualMachine(reply: VirtualMachineReply): MachineReading {
  const { properties } = reply;
  return {
    resourceId: reply.id,
    incarnation: properties.vmId.toLowerCase(),
    region: reply.location,
    os: operatingSystemOf(properties.storageProfile?.osDisk?.osType),
    createdAt: properties.timeCreated,
    tags: reply.tags,
    provisioningState: properties.provisioningState,
    etag: reply.etag,
    managedBy: reply.managedBy === '' ? undefined : reply.managedBy,
    identity: reply.identity,
    extensions: mapExtensions(reply),
    platform: mapPlatform(reply),
  };
}

/**
 * The agent in the instance view that `resources` lacks: half a reply, from which its absence must not be concluded.
 * Handlers that no decision is made about may stand in the instance view alone. Undefined when there is none.
 */
export function findLeftOut({ properties, resources }: VirtualMachineReply): string | undefined {
  const listed = new Set(resources?.map(({ name }) => extensionName(name).toLowerCase()));
  const left = properties.instanceView?.extensions?.find(
    ({ name, type }) =>
      name !== undefined && !listed.has(name.toLowerCase()) && (type === undefined || isWatchedHandler(type)),
  );
  return left?.name;
}

function mapPlatform({ properties }: VirtualMachineReply): VmFacts {
  const view = properties.instanceView;
  return {
    kind: 'vm',
    power: powerOf(codesOf(view)),
    agentReady: isAgentReady(view),
    allowsExtensions: properties.osProfile?.allowExtensionOperations ?? true,
    image: mapImage(properties.storageProfile?.imageReference),
    osName: view?.osName,
    osVersion: view?.osVersion,
    architecture: architectureOf(properties.hardwareProfile?.vmSize),
    licenseType: properties.licenseType,
    scaleSetId: properties.virtualMachineScaleSet?.id,
  };
}

export function mapImage(image: z.output<typeof imageSchema> | undefined): VmFacts['image'] {
  if (image === undefined) return undefined;
  const { publisher, offer, sku } = image;
  return { publisher, offer, sku, id: image.id ?? image.sharedGalleryImageId ?? image.communityGalleryImageId };
}

export function operatingSystemOf(osType: string | undefined): OperatingSystem {
  const name = osType?.toLowerCase();
  return name === 'windows' || name === 'linux' ? name : 'unknown';
}

export function codesOf(view: Pick<InstanceView, 'statuses'> | undefined): readonly string[] {
  return view?.statuses.flatMap(({ code }) => code ?? []) ?? [];
}

/** Seen as `ProvisioningState/succeeded` with `Ready`; an agent that is not there says `Unavailable`, `Not Ready`. */
export function isAgentReady(view: Pick<InstanceView, 'vmAgent'> | undefined): boolean {
  const agent = view?.vmAgent?.statuses ?? [];
  return agent.some(
    ({ code, displayStatus }) =>
      code?.toLowerCase() === 'provisioningstate/succeeded' && displayStatus?.toLowerCase() !== 'not ready',
  );
}

function mapExtensions(reply: VirtualMachineReply): readonly ExtensionFacts[] {
  const reports = new Map<string, ExtensionReport>();
  for (const { name, typeHandlerVersion, statuses: lines } of reply.properties.instanceView?.extensions ?? []) {
    const last = lines.at(-1);
    const report = { installedVersion: typeHandlerVersion, statusCode: last?.code, message: last?.message };
    if (name !== undefined) reports.set(name.toLowerCase(), report);
  }
  return (reply.resources ?? []).map((one) => {
    const facts = mapExtension(one, undefined);
    return mapExtension(one, reports.get(facts.name.toLowerCase()));
  });
}
