import { z } from 'zod';
import type { ArcFacts, OperatingSystem } from '../domain/machine/machine-facts.ts';
import { findAzureVm } from './find-azure-vm.ts';
import type { MachineReading } from './machine-reading.ts';
import { type ExtensionReply, mapExtension } from './map-extension.ts';
import { absentable, absentableText, armId, identityBlock, regionName, reportedText, tagMap } from './reply-values.ts';

const extensionList = absentable(z.array(z.object({ publisher: z.string(), type: z.string() })));

const propertiesSchema = z.object({
  vmId: reportedText,
  vmUuid: reportedText,
  provisioningState: absentableText,
  /** An open list: the service also says Expired, which its specification does not name. */
  status: absentableText,
  osType: absentableText,
  osName: absentableText,
  osSku: absentableText,
  osEdition: absentableText,
  osVersion: absentableText,
  parentClusterResourceId: reportedText,
  cloudMetadata: absentable(z.object({ provider: reportedText })),
  detectedProperties: absentable(z.record(z.string(), z.unknown())),
  agentConfiguration: absentable(
    z.object({
      extensionsEnabled: absentable(z.union([z.string(), z.boolean()])),
      extensionsAllowList: extensionList,
      extensionsBlockList: extensionList,
    }),
  ),
});

/**
 * `GET Microsoft.HybridCompute/machines/{name}` at 2025-01-13, of which only what is used here. Before its first
 * heartbeat a machine has no status and may have no properties at all; `systemData` it never has (recordings of
 * azure-cli-extensions and azure-sdk-for-net).
 */
export const arcMachineSchema = z.object({
  id: armId,
  location: regionName,
  tags: tagMap,
  etag: absentableText,
  kind: reportedText,
  identity: identityBlock,
  properties: absentable(propertiesSchema).transform((properties) => properties ?? propertiesSchema.parse({})),
});
export type ArcMachineReply = z.output<typeof arcMachineSchema>;

/** The facts of an Arc machine out of its own GET and the list of its extensions. */
export function mapArcMachine(reply: ArcMachineReply, extensions: readonly ExtensionReply[]): MachineReading {
  const { properties } = reply;
  return {
    resourceId: reply.id,
    incarnation: incarnationOf(reply),
    region: reply.location,
    os: operatingSystemOf(properties.osType, properties.osName),
    createdAt: undefined,
    tags: reply.tags,
    provisioningState: properties.provisioningState ?? '',
    etag: reply.etag,
    managedBy: properties.parentClusterResourceId,
    identity: reply.identity,
    extensions: extensions.map(mapArcExtension),
    platform: mapPlatform(reply),
  };
}

/** A registration can carry a `vmId` from its start; it is the machine's once the machine has reported. */
function incarnationOf({ properties: { status, vmId, vmUuid } }: ArcMachineReply): string | undefined {
  if (status === undefined || status === '' || vmId === undefined) return undefined;
  return (vmUuid === undefined ? vmId : `${vmId}+${vmUuid}`).toLowerCase();
}

function mapArcExtension(reply: ExtensionReply): MachineReading['extensions'][number] {
  const view = reply.properties.instanceView;
  return mapExtension(reply, {
    installedVersion: view?.typeHandlerVersion,
    statusCode: view?.status?.code,
    message: view?.status?.message,
  });
}

function mapPlatform(reply: ArcMachineReply): ArcFacts {
  const { properties } = reply;
  const agent = properties.agentConfiguration;
  return {
    kind: 'arc',
    status: properties.status === '' ? undefined : properties.status,
    ...findAzureVm(properties.cloudMetadata?.provider, properties.detectedProperties ?? {}),
    osName: properties.osName,
    osSku: properties.osSku,
    osEdition: properties.osEdition,
    osVersion: properties.osVersion,
    extensionsEnabled: String(agent?.extensionsEnabled ?? true).toLowerCase() !== 'false',
    allowList: namesOf(agent?.extensionsAllowList),
    blockList: namesOf(agent?.extensionsBlockList),
    resourceKind: reply.kind,
  };
}

/** The agent reports an empty list where none is set. */
function namesOf(list: z.output<typeof extensionList>): readonly string[] | undefined {
  if (list === undefined || list.length === 0) return undefined;
  return list.map(({ publisher, type }) => `${publisher}/${type}`.toLowerCase());
}

/** Older agents leave `osType` out and say `windows` or `linux` as the name. */
function operatingSystemOf(osType: string | undefined, osName: string | undefined): OperatingSystem {
  const name = [osType, osName].find((text) => text !== undefined && text !== '')?.toLowerCase();
  return name === 'windows' || name === 'linux' ? name : 'unknown';
}
