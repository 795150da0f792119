import { lookIdSchema, specHashSchema, stepIdSchema } from '../../src/domain/ids.ts';
import type { MachineRecord, TimelineEntry } from '../../src/domain/machine/machine-record.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import type { StepRecord } from '../../src/domain/step/step-record.ts';
import type { MachineRef } from '../../src/domain/target/machine-ref.ts';

export const sampleTime = '2026-01-05T08:00:00.000Z';
const lookId = lookIdSchema.parse('look-1');

/** A record with something in every field. */
export function fullRecord(machine: MachineRef): MachineRecord {
  const stepId = stepIdSchema.parse('associateDataCollectionRule:1a2b3c4d');
  return {
    ...newRecord(machine, sampleTime),
    incarnation: 'vm-id-1',
    os: 'linux',
    region: 'westeurope',
    profile: 'production',
    passedOver: [{ profile: 'dev-test', condition: 'tags.environment', found: "'prod'" }],
    spec: specHashSchema.parse('a'.repeat(64)),
    standing: {
      ...{ status: 'InProgress', code: 'installExtension', detail: "it's on its way" },
      ...{ since: sampleTime, until: sampleTime },
    },
    notBefore: sampleTime,
    findings: { support: { kind: 'satisfied' }, 'data-collection': { kind: 'wanted', code: 'X', detail: 'rule' } },
    wouldWrite: [{ step: stepId, why: 'the rule is missing', changesDefaultToken: false }],
    steps: { [stepId]: sampleStep() },
    owned: [{ stepId, resourceId: `${machine.resourceId}/x`, state: 'intent', lookId, at: sampleTime }],
    exclusion: { by: 'ann', why: 'golden image', until: undefined },
    acceptances: [
      {
        ...{ code: 'UnknownImage', detail: '/images/golden', hash: '0123456789abcdef', incarnation: 'vm-id-1' },
        ...{ by: 'ann', at: sampleTime, why: 'tested by us', until: sampleTime },
      },
    ],
    removalOrder: {
      ...{ service: 'endpoint', extension: 'MDE.Linux', incarnation: 'vm-id-1', by: 'ann', why: 'it was moved' },
      ...{ at: sampleTime, until: sampleTime },
    },
    eligibility: { state: 'new', at: sampleTime, by: 'event' },
    facts: {
      createdAt: sampleTime,
      state: 'running',
      image: undefined,
      operatingSystem: 'ubuntu 22.04',
      identity: { system: true, userAssigned: ['/id/1'] },
      extensions: [{ name: 'ama', type: 'AzureMonitorLinuxAgent', version: undefined, state: 'Succeeded' }],
      ruleIds: undefined,
      managedBy: undefined,
      connector: { id: '/connectors/aws', providesEndpoint: true },
    },
    lookId,
    lastLookAt: sampleTime,
    lookedAtWall: sampleTime,
    provisioningSince: sampleTime,
    latest: [entryAt(0, 'InProgress (installExtension)')],
  };
}

export function sampleStep(change: Partial<StepRecord> = {}): StepRecord {
  return {
    service: 'ama',
    touches: { part: 'extension', name: 'ama', publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' },
    attempts: 1,
    waits: 0,
    waitingSince: sampleTime,
    firstAt: sampleTime,
    lastAt: sampleTime,
    nextAttemptAt: sampleTime,
    lookId,
    writes: [{ at: sampleTime, bodyHash: '0123456789abcdef', ended: 'accepted' }],
    operationUrl: 'https://management.azure.com/operations/1?monitor=true',
    correlationId: '00000000-0000-0000-0000-000000000001',
    failure: { code: 'HandlerFailed', detail: 'exit code 51 – "unsupported"', treatment: 'hold' },
    refusals: [],
    ...change,
  };
}

/** A timeline entry some seconds after the sample time. */
export function entryAt(seconds: number, text: string): TimelineEntry {
  return { at: new Date(Date.parse(sampleTime) + seconds * 1_000).toISOString(), what: 'status', text };
}
