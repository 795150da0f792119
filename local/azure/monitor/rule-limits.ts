import type { JsonObject } from '../core/types.ts';
import type { PayloadFlaw } from './invalid-payload.ts';
import { destinationsOf, flowsOf, type RulePart, sourcesOf, textsAt } from './rule-parts.ts';

/** Service limits of Azure Monitor, "Data collection rules" (Azure docs, 02/2022; some may have grown since). */
const most = {
  sources: 10,
  counters: 100,
  facilities: 20,
  xPaths: 100,
  flows: 10,
  streams: 10,
  extensions: 10,
  extensionSettingsBytes: 32 * 1024,
  workspaces: 10,
  transformChars: 15_360,
};

const lists = [
  { kind: 'performanceCounters', member: 'counterSpecifiers', words: 'Counter Specifiers', limit: most.counters },
  { kind: 'syslog', member: 'facilityNames', words: 'Facility Names', limit: most.facilities },
  { kind: 'windowsEventLogs', member: 'xPathQueries', words: 'X Path Queries', limit: most.xPaths },
];

/** What of a rule is more than Azure Monitor takes, or an empty list where it wants one. */
export function findExcess(properties: JsonObject): readonly PayloadFlaw[] {
  const sources = sourcesOf(properties);
  const flows = flowsOf(properties);
  const workspaces = destinationsOf(properties).filter(({ kind }) => kind === 'logAnalytics');
  const streams = new Set(flows.flatMap((flow) => textsAt(flow, 'streams')));
  const extensions = sources.filter(({ kind }) => kind === 'extensions');
  return [
    ...tooMany('InvalidDataSource', 'Data Sources', 'properties.dataSources', sources.length, most.sources),
    ...tooMany(
      'InvalidDataSource',
      'Extensions',
      'properties.dataSources.extensions',
      extensions.length,
      most.extensions,
    ),
    ...tooMany('InvalidDataFlow', 'Data Flows', 'properties.dataFlows', flows.length, most.flows),
    ...tooMany('InvalidDataFlow', 'Streams', 'properties.dataFlows', streams.size, most.streams),
    ...tooMany(
      'InvalidDestination',
      'Log Analytics',
      'properties.destinations.logAnalytics',
      workspaces.length,
      most.workspaces,
    ),
    ...sources.flatMap(findLongList),
    ...extensions.flatMap(findLargeSettings),
    ...flows.flatMap(findLongTransform),
  ];
}

function tooMany(code: string, words: string, target: string, count: number, limit: number): PayloadFlaw[] {
  if (count <= limit) return [];
  const message = `'${words}' item count should be ${limit} or less. Specified list has ${count} items.`;
  return [{ code, message, target }];
}

/** The words for a list that is empty are in a public record (Azure/azure-rest-api-specs, InvalidPayload of 2022-06-01). */
function findLongList(source: RulePart): PayloadFlaw[] {
  const list = lists.find(({ kind }) => kind === source.kind);
  if (list === undefined) return [];
  const target = `${source.target}.${list.member}`;
  const count = textsAt(source, list.member).length;
  if (count > 0) return tooMany('InvalidDataSource', list.words, target, count, list.limit);
  return [{ code: 'InvalidDataSource', message: `'${list.words}' must not be empty.`, target }];
}

function findLargeSettings(source: RulePart): PayloadFlaw[] {
  const bytes = Buffer.byteLength(JSON.stringify(source.value.extensionSettings ?? {}), 'utf8');
  if (bytes <= most.extensionSettingsBytes) return [];
  const message = `'Extension Settings' has ${bytes} bytes, more than ${most.extensionSettingsBytes}.`;
  return [{ code: 'InvalidDataSource', message, target: `${source.target}.extensionSettings` }];
}

function findLongTransform(flow: RulePart): PayloadFlaw[] {
  const { transformKql } = flow.value;
  if (typeof transformKql !== 'string' || transformKql.length <= most.transformChars) return [];
  const message = `'Transform Kql' has ${transformKql.length} characters, more than ${most.transformChars}.`;
  return [{ code: 'InvalidTransform', message, target: flow.target }];
}
