import { isCreationEarly } from '../adoption/creation-need.ts';
import { decideEligibility } from '../adoption/eligibility.ts';
import { connectorOf } from '../connectors/connector-of.ts';
import { endpointGoneAt } from '../endpoint/endpoint-gone.ts';
import { isSameMachine } from '../machine/incarnation.ts';
import { isFactsOn } from '../machine/is-facts-on.ts';
import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { newRecord } from '../machine/new-record.ts';
import { rememberModel } from '../machine/remember-model.ts';
import { summarizeFacts } from '../machine/summarize-facts.ts';
import { goOnWaitingWhileOn } from '../machine/wait-while-on.ts';
import { foldOperations, type Sight } from '../step/fold-operations.ts';
import { releaseUnregistered } from '../step/release-unregistered.ts';
import type { OwnedResource } from '../step/step-record.ts';
import { releaseDenied } from '../stops/release-denied.ts';
import { providerOfAssociations } from '../subscription/providers-of-machines.ts';
import type { LookInput } from './look-input.ts';

/** The row as this look finds it: a new incarnation starts over, what was observed is written down, nothing is judged. */
export function observeRecord(input: LookInput): MachineRecord {
  const { facts, lookId, nowMs, wallNowMs } = input;
  const nowIso = new Date(nowMs).toISOString();
  const base = ofIncarnation(input.record, facts.incarnation, nowIso);
  const observed: MachineRecord = {
    ...base,
    resourceId: facts.machine.resourceId,
    name: facts.machine.name,
    resourceGroup: facts.machine.resourceGroup,
    incarnation: facts.incarnation ?? base.incarnation,
    os: facts.os,
    region: facts.region,
    waitsWhileOn: goOnWaitingWhileOn(base.waitsWhileOn, isFactsOn(facts), nowMs),
    scaleSet: rememberModel(base.scaleSet, facts, nowIso),
    endpointGoneAt: endpointGoneAt(base, facts, nowIso),
    facts: summarizeFacts(facts, base.facts, connectorOf(facts, input.host.connectors)),
    lookId,
    lastLookAt: isUnheard(input) ? base.lastLookAt : nowIso,
    lookedAtWall: new Date(wallNowMs).toISOString(),
    notBefore: undefined,
    unseenCount: 0,
    lookAttempts: 0,
  };
  const eligibility = observed.eligibility ?? eligibilityOf(input, observed.firstSeenAt);
  const sight = (owned: OwnedResource): Sight => sightOf(owned, facts);
  const folded = foldOperations({ ...observed, eligibility }, input.operations, sight, nowMs);
  const { stops } = input.controls;
  const released = releaseUnregistered(folded, registeredAt(input));
  return stops === undefined ? released : releaseDenied(released, stops);
}

/** Since when its subscription is known to be registered for what its machines need. */
function registeredAt({ host }: LookInput): string | undefined {
  const seen = host.record?.shared.providers?.[providerOfAssociations.toLowerCase()];
  return seen?.isRegistered === true ? seen.since : undefined;
}

/** Whether an extension or association of ours is on the machine as it was read. */
export function sightOf({ resourceId }: OwnedResource, facts: MachineFacts): Sight {
  const id = resourceId.toLowerCase();
  const resources = id.includes('/datacollectionruleassociations/') ? facts.associations : facts.extensions;
  if (resources === undefined) return 'unread';
  const name = id.slice(id.lastIndexOf('/') + 1);
  return resources.some((resource) => resource.name.toLowerCase() === name) ? 'seen' : 'unseen';
}

/** Decided once, so not while it is unknown; the machine then waits. */
function eligibilityOf({ record, facts, nowMs }: LookInput, firstSeenAt: string): MachineRecord['eligibility'] {
  if (facts.incarnation === undefined || isCreationEarly(record, facts, firstSeenAt, nowMs)) return undefined;
  return decideEligibility({ createdAt: facts.createdAt, firstSeenAt, nowMs });
}

/** Made anew under its name and silent yet: nothing was heard of the machine that the row is about. */
function isUnheard({ record, facts }: LookInput): boolean {
  return facts.incarnation === undefined && record.incarnation !== undefined;
}

/** Re-created, restored or re-registered under its name: steps, owned, goal and spec are another machine's. */
function ofIncarnation(record: MachineRecord, incarnation: string | undefined, nowIso: string): MachineRecord {
  if (record.incarnation === undefined || incarnation === undefined) return record;
  if (isSameMachine(record.incarnation, incarnation)) return record;
  const fresh = newRecord({ ...record }, nowIso);
  const { exclusion, standing } = record;
  return { ...fresh, exclusion, standing, eligibility: freshAdoption(record) };
}

/** An operator who adopted the machine after our last look meant the one that is there now. */
function freshAdoption({ eligibility, lastLookAt }: MachineRecord): MachineRecord['eligibility'] {
  const isFresh = eligibility?.state === 'adopted' && (lastLookAt === undefined || eligibility.at > lastLookAt);
  return isFresh ? eligibility : undefined;
}
