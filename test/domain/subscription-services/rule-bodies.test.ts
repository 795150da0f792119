import { describe, expect, it } from 'vitest';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import { collectionRulesService } from '../../../src/domain/subscription-services/collection-rules.ts';
import { isRecord } from './is-record.ts';
import { inUse, madeBy, resources, sharedInput } from './shared-input.ts';

interface Source {
  readonly list: string;
  readonly name: string;
  readonly streams: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** The properties of the rule that the file makes, where both systems are in West Europe. */
function rule(wanted: WrittenSubscription, name: string): Readonly<Record<string, unknown>> {
  const there = resources(inUse('westeurope linux', 'westeurope windows'));
  const wish = { workspace: 'default', plan: 'P2', ...wanted } as const;
  const finding = collectionRulesService.find(sharedInput(wish, { parts: { resources: there } }));
  const { body } = madeBy(finding, `createDataCollectionRule:westeurope-${name}`);
  if (!('properties' in body) || !isRecord(body.properties)) throw new Error('the rule has no properties');
  return body.properties;
}

function sourcesOf({ dataSources }: Readonly<Record<string, unknown>>): readonly Source[] {
  if (!isRecord(dataSources)) throw new Error('the rule has no data sources');
  return Object.entries(dataSources).flatMap(([list, entries]) => {
    if (!Array.isArray(entries)) throw new Error(`${list} is no list`);
    return entries.map(({ name, streams, ...body }): Source => ({ list, name, streams, body }));
  });
}

function queriesOf(securityEvents: NonNullable<WrittenSubscription['securityEvents']>): readonly unknown[] {
  const sources = sourcesOf(rule({ securityEvents }, 'security-events'));
  expect(sources).toHaveLength(1);
  const queries = sources[0]?.body.xPathQueries;
  if (!Array.isArray(queries)) throw new Error('the rule has no queries');
  return queries;
}

/** The events of the log Security that queries ask for. */
const idsIn = (queries: readonly unknown[]) =>
  queries
    .filter((query) => String(query).startsWith('Security!'))
    .flatMap((query) => [...String(query).matchAll(/EventID=(\d+)/g)].map(([, id]) => Number(id)));

describe('the body of the rule for security events', () => {
  it('P9: asks for every event of the log, and of AppLocker, for AllEvents', () => {
    expect(queriesOf('AllEvents')).toEqual([
      'Security!*',
      'Microsoft-Windows-AppLocker/EXE and DLL!*',
      'Microsoft-Windows-AppLocker/MSI and Script!*',
    ]);
  });

  it('P9: asks for the events of the level, for Common and for Minimal', () => {
    const [common, minimal] = [queriesOf('Common'), queriesOf('Minimal')];
    expect([idsIn(common).length, idsIn(minimal).length]).toEqual([143, 32]);
    expect(idsIn(common)).toEqual(expect.arrayContaining([...idsIn(minimal), 4634]));
    expect(idsIn(minimal)).toEqual(expect.arrayContaining([1102, 4624, 8222]));
    expect(idsIn(minimal)).not.toContain(4634);
    for (const queries of [common, minimal]) expect(queries).not.toContain('Security!*');
  });

  it('P9: asks for exactly what the file says, for custom', () => {
    const custom = ['Security!*[System[(EventID=4624)]]', 'System!*[System[(Level=1)]]'];
    expect(queriesOf({ custom })).toEqual(custom);
  });
});

const perf = ['performanceCounters performance', 'Microsoft-Perf'] as const;
const insights = ['performanceCounters VMInsightsPerfCounters', 'Microsoft-InsightsMetrics'] as const;
const noEvents = ['windowsEventLogs criticalSystemEvents', 'Microsoft-Event'] as const;
const noMessages = ['syslog kernelEmergencies', 'Microsoft-Syslog'] as const;
const events = ['windowsEventLogs warningsAndErrors', 'Microsoft-Event'] as const;
const messages = ['syslog warningsAndErrors', 'Microsoft-Syslog'] as const;

describe('what the rule for a system collects', () => {
  it.each([
    [['heartbeatOnly'], 'windows', [noEvents]],
    [['heartbeatOnly'], 'linux', [noMessages]],
    [['performance'], 'windows', [perf]],
    [['performance'], 'linux', [perf]],
    [['windowsEvents'], 'windows', [events]],
    [['windowsEvents'], 'linux', [noMessages]],
    [['syslog'], 'windows', [noEvents]],
    [['syslog'], 'linux', [messages]],
    [['insights'], 'windows', [insights]],
    [['insights'], 'linux', [insights]],
    [['performance', 'windowsEvents', 'syslog', 'insights'], 'windows', [perf, insights, events]],
    [['performance', 'windowsEvents', 'syslog', 'insights'], 'linux', [perf, insights, messages]],
  ] as const)('P15: %j on %s is what the file says, and its streams go to the workspace', (collect, os, expected) => {
    const made = rule({ collect: [...collect] }, os);
    const sources = sourcesOf(made).map(({ list, name, streams }) => [`${list} ${name}`, ...streams]);
    expect(sources.toSorted()).toEqual(expected.map((one) => [...one]).toSorted());
    const streams = expect.arrayContaining(expected.map(([, stream]) => stream));
    expect(made.dataFlows).toEqual([{ streams, destinations: ['workspace'] }]);
    const [flow] = Array.isArray(made.dataFlows) ? made.dataFlows : [];
    expect(flow.streams).toHaveLength(expected.length);
  });

  it('P15: counts what the system calls its counters, and hears warnings and worse', () => {
    const both = ['performance', 'windowsEvents', 'syslog'] as const;
    const bodyOf = (os: string, list: string) =>
      sourcesOf(rule({ collect: [...both] }, os)).find((source) => source.list === list)?.body;
    expect(bodyOf('windows', 'performanceCounters')).toMatchObject({
      samplingFrequencyInSeconds: 60,
      counterSpecifiers: expect.arrayContaining(['\\Memory\\Available Bytes']),
    });
    expect(bodyOf('linux', 'performanceCounters')).toMatchObject({
      counterSpecifiers: expect.arrayContaining(['Memory(*)\\Available MBytes Memory']),
    });
    expect(bodyOf('windows', 'windowsEventLogs')).toEqual({
      xPathQueries: ['Application', 'System'].map((log) => `${log}!*[System[(Level=1 or Level=2 or Level=3)]]`),
    });
    expect(bodyOf('linux', 'syslog')).toMatchObject({
      logLevels: ['Warning', 'Error', 'Critical', 'Alert', 'Emergency'],
    });
  });
});
