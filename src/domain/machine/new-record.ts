import type { MachineRef } from '../target/machine-ref.ts';
import type { MachineRecord } from './machine-record.ts';

/** The row of a machine that was heard of and not yet looked at. */
export function newRecord(machine: MachineRef, nowIso: string): MachineRecord {
  return {
    schemaVersion: 1,
    key: machine.key,
    resourceId: machine.resourceId,
    name: machine.name,
    incarnation: undefined,
    kind: machine.kind,
    os: 'unknown',
    subscription: machine.subscription,
    resourceGroup: machine.resourceGroup,
    region: undefined,
    profile: undefined,
    spec: undefined,
    plannedSpec: undefined,
    standing: { status: 'Discovered', since: nowIso },
    firstSeenAt: nowIso,
    notBefore: undefined,
    findings: {},
    wouldWrite: [],
    steps: {},
    owned: [],
    goal: null,
    exclusion: null,
    eligibility: undefined,
    facts: undefined,
    lookId: undefined,
    lastLookAt: undefined,
    lookedAtWall: undefined,
    heartbeatAt: null,
    unseenCount: 0,
    provisioningSince: undefined,
    lookAttempts: 0,
    lookRetryAt: undefined,
    latest: [],
  };
}
