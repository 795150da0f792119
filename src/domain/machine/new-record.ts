import type { MachineRecord } from './machine-record.ts';

type NamedMachine = Pick<MachineRecord, 'key' | 'resourceId' | 'name' | 'kind' | 'subscription' | 'resourceGroup'>;

/** The row of a machine that was heard of and not yet looked at. */
export function newRecord(machine: NamedMachine, nowIso: string): MachineRecord {
  return {
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
    unread: undefined,
    exclusion: null,
    acceptances: [],
    eligibility: undefined,
    reachedByPlatform: undefined,
    facts: undefined,
    lookId: undefined,
    lastLookAt: undefined,
    lookedAtWall: undefined,
    unseenCount: 0,
    waitingSince: undefined,
    provisioningSince: undefined,
    lookAttempts: 0,
    lookRetryAt: undefined,
    latest: [],
  };
}
