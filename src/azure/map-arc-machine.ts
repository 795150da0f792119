import { z } from 'zod';
import type { ArcFacts, OperatingSystem } from '../domain/machine/machine-facts.ts';
import type { MachineReading } from './machine-reading.ts';
import { type ExtensionReply, mapExtension } from './map-extension.ts';
import { absentable, absentableText, azureTime, identityBlock, regionName, tagMap } from './reply-values.ts';

const extensionList = absentable(z.array(z.object({ publisher: z.string(), type: z.string() })));

/** `GET Microsoft.HybridCompute/machines/{name}` at 2025-01-13, of which only what is used here. */
export const arcMachineSchema = z.object({
  id: z.string(),
  location: regionName,
  tags: tagMap,
  etag: absentableText,
  kind: absentableText,
  identity: identityBlock,
  systemData: absentable(z.object({ createdAt: absentable(azureTime) })),
  properties: z.object({
    vmId: z.string().min(1),
    vmUuid: absentableText,
    provisioningState: z.string(),
    /** An open list: the service also says Expired, which its specification does not name. */
    status: z.string().min(1),
    osType: absentableText,
    osName: absentableText,
    osSku: absentableText,
    osEdition: absentableText,
    osVersion: absentableText,
    parentClusterResourceId: absentableText,
    agentConfiguration: absentable(
      z.object({
        extensionsEnabled: absentable(z.union([z.string(), z.boolean()])),
        extensionsAllowList: extensionList,
        extensionsBlockList: extensionList,
      }),
    ),
  }),
});
export type ArcMachineReply = z.output<typeof arcMachineSchema>;

/** The facts of an Arc machine out of its own GET and the list of its extensions. */
export function mapArcMachine(reply: ArcMachineReply, extensions: readonly ExtensionReply[]): MachineReading {
  const { properties } = reply;
  return {
    resourceId: reply.id,
    incarnation: [properties.vmId, properties.vmUuid ?? '']
      .filter((id) => id !== '')
      .join('+')
      .toLowerCase(),
    region: reply.location,
    os: operatingSystemOf(properties.osType, properties.osName),
    createdAt: reply.systemData?.createdAt,
    tags: reply.tags,
    provisioningState: properties.provisioningState,
    etag: reply.etag,
    managedBy: undefined,
    identity: reply.identity,
    extensions: extensions.map(mapArcExtension),
    platform: mapPlatform(reply),
  };
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
    status: properties.status,
    osName: properties.osName,
    osSku: properties.osSku,
    osEdition: properties.osEdition,
    osVersion: properties.osVersion,
    extensionsEnabled: String(agent?.extensionsEnabled ?? true).toLowerCase() !== 'false',
    allowList: namesOf(agent?.extensionsAllowList),
    blockList: namesOf(agent?.extensionsBlockList),
    resourceKind: reply.kind === '' ? undefined : reply.kind,
    parentClusterId: properties.parentClusterResourceId === '' ? undefined : properties.parentClusterResourceId,
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
