import type { RuleSystem } from './shared-names.ts';
import type { SubscriptionSpec } from './subscription-record.ts';

type Collection = SubscriptionSpec['collect'][number];

/** A data source of a rule: its list below `dataSources`, its streams, and what goes into the list. */
export interface DataSource {
  readonly list: 'extensions' | 'performanceCounters' | 'windowsEventLogs' | 'syslog';
  readonly streams: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * A rule without a source collects nothing, and agents send their heartbeat to the workspace of any rule that they
 * have; there is no stream of heartbeats that a rule may name (Insights 2024-03-11). So the source is the rarest one.
 */
const rarest: Readonly<Record<RuleSystem, DataSource>> = {
  windows: eventsOf('criticalSystemEvents', ['System!*[System[(Level=1)]]']),
  linux: syslogOf('kernelEmergencies', ['kern'], ['Emergency']),
};

/** As in the samples of the page "Data collection rule (DCR) samples in Azure Monitor"; one value a minute. */
const counters: Readonly<Record<RuleSystem, readonly string[]>> = {
  windows: [
    '\\Processor Information(_Total)\\% Processor Time',
    '\\Memory\\Available Bytes',
    '\\Memory\\% Committed Bytes In Use',
    '\\LogicalDisk(*)\\% Free Space',
    '\\LogicalDisk(*)\\Disk Transfers/sec',
    '\\Network Interface(*)\\Bytes Total/sec',
  ],
  linux: [
    'Processor(*)\\% Processor Time',
    'Memory(*)\\Available MBytes Memory',
    'Memory(*)\\% Used Memory',
    'Logical Disk(*)\\% Used Space',
    'Logical Disk(*)\\Disk Transfers/sec',
    'Network(*)\\Total Bytes',
  ],
};

const facilities = ['auth', 'authpriv', 'cron', 'daemon', 'kern', 'syslog', 'user'];
const fromWarning = ['Warning', 'Error', 'Critical', 'Alert', 'Emergency'];

/** What each word of `collect` means for a system; nothing where it is of the other one. */
function sourceOf(word: Collection, os: RuleSystem): DataSource | undefined {
  switch (word) {
    case 'heartbeatOnly':
      return undefined;
    case 'performance':
      return countersOf('performance', 'Microsoft-Perf', counters[os]);
    case 'windowsEvents':
      return os === 'windows' ? eventsOf('warningsAndErrors', ['Application', 'System'].map(fromWarningIn)) : undefined;
    case 'syslog':
      return os === 'linux' ? syslogOf('warningsAndErrors', facilities, fromWarning) : undefined;
    case 'insights':
      // Built-in policy VMInsights_AMA_Deploy_DCR_DCRA_VM, without the map: that needs the dependency agent as well.
      return countersOf('VMInsightsPerfCounters', 'Microsoft-InsightsMetrics', ['\\VmInsights\\DetailedMetrics']);
  }
}

function fromWarningIn(log: string): string {
  return `${log}!*[System[(Level=1 or Level=2 or Level=3)]]`;
}

/** The data sources of the rule for a system: those that are wanted, and never none. */
export function collectedSources(collect: SubscriptionSpec['collect'], os: RuleSystem): readonly DataSource[] {
  const words = new Set(collect);
  const wanted = [...words].flatMap((word) => {
    const source = sourceOf(word, os);
    return source === undefined ? [] : [source];
  });
  return wanted.length === 0 ? [rarest[os]] : wanted;
}

function countersOf(name: string, stream: string, counterSpecifiers: readonly string[]): DataSource {
  const body = { name, streams: [stream], samplingFrequencyInSeconds: 60, counterSpecifiers };
  return { list: 'performanceCounters', streams: [stream], body };
}

function eventsOf(name: string, xPathQueries: readonly string[]): DataSource {
  const streams = ['Microsoft-Event'];
  return { list: 'windowsEventLogs', streams, body: { name, streams, xPathQueries } };
}

function syslogOf(name: string, facilityNames: readonly string[], logLevels: readonly string[]): DataSource {
  const streams = ['Microsoft-Syslog'];
  return { list: 'syslog', streams, body: { name, streams, facilityNames, logLevels } };
}
