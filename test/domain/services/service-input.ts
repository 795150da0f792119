import { knowEdr } from '../../../src/domain/endpoint/know-edr.ts';
import { failureInfo } from '../../../src/domain/failures/failure-list.ts';
import { hashOfFound } from '../../../src/domain/findings/accepted.ts';
import type { Finding } from '../../../src/domain/findings/finding.ts';
import type { ServiceInput } from '../../../src/domain/findings/service.ts';
import type { EndpointSpec, Spec } from '../../../src/domain/fleet/spec.ts';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import type { Acceptance } from '../../../src/domain/machine/acceptance.ts';
import type { EdrReadings } from '../../../src/domain/machine/edr-assessment.ts';
import type { EdrWord } from '../../../src/domain/machine/edr-word.ts';
import type { MachineFacts } from '../../../src/domain/machine/machine-facts.ts';
import type { ServiceHistory } from '../../../src/domain/step/step-history.ts';
import type { FailedTry, StepRecord, WriteRecord } from '../../../src/domain/step/step-record.ts';
import type { WantedStep } from '../../../src/domain/step/wanted-step.ts';
import type { AzureWrite } from '../../../src/domain/write/azure-write.ts';
import { linuxRule, sharedFacts, vmMachine } from './facts.ts';

/** 2026-01-01 12:00, the moment at which every test's look happens. */
export const now = Date.parse('2026-01-01T12:00:00Z');

export function minutesAgo(minutes: number): string {
  return new Date(now - minutes * 60_000).toISOString();
}

export function specOf(changes: Partial<Spec> = {}): Spec {
  return {
    kind: 'vm',
    os: 'linux',
    identity: 'builtIn',
    onForeignIdentity: 'hold',
    ama: { install: true, minimumVersion: '1.36', automaticUpgrade: true },
    ruleIds: [linuxRule],
    subscriptionRules: false,
    endpoint: 'none',
    legacyAgent: 'leave',
    azureSecurityAgent: 'none',
    upgradeInstances: false,
    acceptSurge: false,
    ...changes,
  };
}

/** What is wanted of Defender for Endpoint where a profile says no more than that it is. */
export function endpointSpec(changes: Partial<EndpointSpec> = {}): EndpointSpec {
  return {
    ...{ deployment: 'platform', otherEdr: 'hold', otherEdrUnknown: 'proceed', otherEdrTag: '', autoUpdate: 'leave' },
    ...changes,
  };
}

export interface InputChanges {
  readonly facts?: MachineFacts;
  readonly spec?: Partial<Spec>;
  readonly history?: Partial<ServiceHistory>;
  readonly shared?: ServiceInput['shared'];
  readonly accepted?: ServiceInput['accepted'];
  readonly policies?: ServiceInput['policies'];
  readonly connectors?: ServiceInput['connectors'];
  readonly cloud?: ServiceInput['cloud'];
  readonly waitWhileOn?: ServiceInput['waitWhileOn'];
  readonly removalOrder?: ServiceInput['removalOrder'];
  readonly found?: ServiceInput['found'];
  readonly legacyProvisioning?: ServiceInput['legacyProvisioning'];
  readonly baseline?: ServiceInput['baseline'];
  readonly lastDetail?: ServiceInput['lastDetail'];
  readonly edrReadings?: EdrReadings;
  readonly edrWord?: EdrWord;
}

export function inputOf({
  facts = vmMachine(),
  spec = {},
  history = {},
  shared = sharedFacts(),
  accepted = [],
  policies = { kind: 'unheard' },
  connectors = [],
  cloud = 'AzureCloud',
  waitWhileOn,
  removalOrder,
  found = new Map(),
  legacyProvisioning = { kind: 'off' },
  baseline,
  lastDetail,
  edrReadings: readings = { readAt: minutesAgo(30), refused: undefined, assessments: [] },
  edrWord: word,
}: InputChanges = {}): ServiceInput {
  const wanted = specOf({ kind: facts.machine.kind, ...spec });
  const { endpoint } = wanted;
  const evidence = { facts, word, readings, goneAt: undefined, nowMs: now };
  return {
    facts,
    edr: endpoint === 'none' ? undefined : knowEdr({ ...evidence, endpoint }),
    spec: wanted,
    history: { steps: {}, owned: [], operations: {}, lastLookAt: undefined, ...history },
    shared,
    accepted,
    policies,
    place: { subscription: facts.machine.subscription, managementGroups: undefined },
    connectors,
    cloud,
    waitWhileOn,
    removalOrder,
    found,
    legacyProvisioning,
    baseline,
    lastDetail,
    now,
  };
}

/** A person's acceptance of what stands in the way. */
export function acceptanceOf(finding: Finding, changes: Partial<Acceptance> = {}): Acceptance {
  if (finding.kind !== 'blocked') throw new Error(`expected something to accept, got ${JSON.stringify(finding)}`);
  const { code, detail } = finding;
  const decided = { incarnation: vmMachine().incarnation ?? '', by: 'ann', why: 'tested by us', until: undefined };
  return { code, detail, hash: hashOfFound(finding), at: minutesAgo(1), ...decided, ...changes };
}

const type = 'AzureMonitorLinuxAgent';

/** What a step of the identity service has instead. */
export const ofIdentity = { service: 'identity', touches: { part: 'identity', identityIds: [] } } as const;

/** A failure of the kind that its code has. */
export function failedTry(code: string, detail = 'x'): FailedTry {
  const known = failureInfo(code).class;
  const treatment = known === 'gone' ? 'retry' : known;
  return { code, detail, treatment };
}

/** A step that was written ten minutes ago and accepted; its operation has ended. */
export function stepRecord(changes: Partial<StepRecord> = {}, ended: WriteRecord['ended'] = 'succeeded'): StepRecord {
  return {
    service: 'ama',
    touches: { part: 'extension', name: type, publisher: 'Microsoft.Azure.Monitor', type },
    attempts: 1,
    waits: 0,
    waitingSince: undefined,
    firstAt: minutesAgo(10),
    lastAt: minutesAgo(10),
    nextAttemptAt: undefined,
    lookId: lookIdSchema.parse('look-1'),
    writes: [{ at: minutesAgo(10), bodyHash: '0123456789abcdef', ended }],
    operationUrl: undefined,
    correlationId: undefined,
    failure: undefined,
    refusals: [],
    ...changes,
  };
}

/** The steps of a wanted finding; none of any other. */
export function wantedOf(finding: Finding): readonly WantedStep[] {
  return finding.kind === 'wanted' ? finding.steps : [];
}

/** The one write of a wanted finding. */
export function writeOf(finding: Finding): AzureWrite {
  const [step, ...more] = wantedOf(finding);
  if (step === undefined || more.length > 0) throw new Error(`expected one step, got ${JSON.stringify(finding)}`);
  return step.write;
}
