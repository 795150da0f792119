import { listAt, objectAt } from '../core/json.ts';
import type { JsonObject } from '../core/types.ts';
import type { PayloadFlaw } from './invalid-payload.ts';
import { destinationsOf, flowsOf, type RulePart, sourcesOf, textsAt } from './rule-parts.ts';

const facilities =
  `* alert audit auth authpriv clock cron daemon ftp kern local0 local1 local2 local3 local4 local5 local6
  local7 lpr mail mark news nopri ntp syslog user uucp`.split(/\s+/);
const levels = ['Debug', 'Info', 'Notice', 'Warning', 'Error', 'Critical', 'Alert', 'Emergency', '*'];
const kinds = [
  'Linux',
  'Windows',
  'AgentDirectToStore',
  'AgentSettings',
  'Direct',
  'PlatformTelemetry',
  'WorkspaceTransforms',
];

/**
 * What of a rule is none of the values that there are: kinds, facilities and levels of syslog (Azure/bicep-types-az, Insights
 * 2024-03-11), streams, names that occur twice or are missing (Azure docs, "Structure of a data collection rule").
 */
export function findWrongValues(kind: string | undefined, properties: JsonObject): readonly PayloadFlaw[] {
  const sources = sourcesOf(properties);
  return [
    ...(kind === undefined || kinds.includes(kind)
      ? []
      : [{ code: 'InvalidKind', message: `'Kind' has the unknown value '${kind}'.`, target: 'kind' }]),
    ...findNameFlaws('InvalidDataSource', sources),
    ...findNameFlaws('InvalidDestination', destinationsOf(properties)),
    ...sources.flatMap(findUnknownWords),
    ...[...sources, ...flowsOf(properties)].flatMap((part) => findUnknownStreams(properties, part)),
  ];
}

function findNameFlaws(code: string, parts: readonly RulePart[]): PayloadFlaw[] {
  return parts.flatMap(({ name, target }, index) => {
    if (name === undefined || name === '') return [{ code, message: "'Name' must not be empty.", target }];
    const isTaken = parts.slice(0, index).some((other) => other.name === name);
    return isTaken ? [{ code, message: `'Name' is not unique: ${name}.`, target }] : [];
  });
}

function findUnknownWords(source: RulePart): PayloadFlaw[] {
  if (source.kind !== 'syslog') return [];
  const unknown = (member: string, words: string, known: readonly string[]): PayloadFlaw[] =>
    textsAt(source, member)
      .filter((each) => !known.includes(each))
      .map((each) => ({
        code: 'InvalidDataSource',
        message: `'${words}' has the unknown value '${each}'.`,
        target: `${source.target}.${member}`,
      }));
  return [...unknown('facilityNames', 'Facility Names', facilities), ...unknown('logLevels', 'Log Levels', levels)];
}

/** Words as in hashicorp/terraform-provider-azurerm issue 18481; the list of Microsoft's streams there is not repeated here. */
function findUnknownStreams(properties: JsonObject, part: RulePart): PayloadFlaw[] {
  const declared = objectAt(properties, 'streamDeclarations') ?? {};
  const streams = textsAt(part, 'streams');
  const code = part.kind === 'dataFlows' ? 'InvalidDataFlow' : 'InvalidDataSource';
  const target = `${part.target}.streams`;
  if (streams.length === 0 && listAt(part.value, 'streams') !== undefined) {
    return [{ code, message: "'Streams' must not be empty.", target }];
  }
  return streams
    .filter((stream) => !/^Microsoft-[A-Za-z0-9-]+$/.test(stream) && !Object.hasOwn(declared, stream))
    .map((stream) => ({
      code: 'InvalidStream',
      message: `'Streams' stream '${stream}' must be a custom stream or one of those of Microsoft.`,
      target,
    }));
}
