import { productOf } from '../endpoint/know-edr.ts';
import { edrExtensionOf } from '../endpoint/other-edr.ts';
import { edrByTag } from '../endpoint/told-by-tag.ts';
import { writerOfEndpoint } from '../endpoint/written-by.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { letsBeBesideOthers } from '../fleet/wants-endpoint.ts';
import { isSameId } from '../ids.ts';
import { edrWordOf } from '../machine/edr-word.ts';
import type { ExtensionFacts, MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord, ReachedByPlatform, TimelineEntry } from '../machine/machine-record.ts';
import { codeOf } from '../machine/standing.ts';
import type { LookDecision, LookInput } from './look-input.ts';

/**
 * Tells, once for each incarnation, that Defender for Cloud put Defender for Endpoint on a machine that is not meant to
 * have it: no exclusion of ours keeps it away, and what is taken off is put back. Nothing is done about it. Its extension
 * tells in whatever state it is: who wrote it is asked here, not whether it works.
 */
export function tellReached({ facts, fleet, nowMs }: LookInput, decision: LookDecision): LookDecision {
  const { record, timeline } = decision;
  if (record.reachedByPlatform !== undefined) return decision;
  const extension = facts.extensions.find((one) => isByDefender(one, record));
  const why = extension === undefined ? undefined : whyNotMeant(record, facts, fleet);
  if (extension === undefined || why === undefined) return decision;
  const at = new Date(nowMs).toISOString();
  const reachedByPlatform: ReachedByPlatform = { at, extension: extension.name, why };
  const text = `ReachedByPlatform: Defender for Cloud installed ${extension.name} on this machine (${why}); it is left there`;
  const entry: TimelineEntry = { at, what: 'alert', code: 'ReachedByPlatform', text };
  return { ...decision, record: { ...record, reachedByPlatform }, timeline: [...timeline, entry] };
}

function isByDefender(extension: ExtensionFacts, record: MachineRecord): boolean {
  return writerOfEndpoint(extension, isOurs(extension, record)) === 'Defender for Cloud';
}

function isOurs({ name }: ExtensionFacts, { resourceId, owned }: MachineRecord): boolean {
  return owned.some((one) => isSameId(one.resourceId, `${resourceId}/extensions/${name}`));
}

function whyNotMeant(record: MachineRecord, { extensions, tags }: MachineFacts, fleet: FleetFile): string | undefined {
  const { standing, profile } = record;
  if (standing.status === 'Excluded') return `excluded: ${codeOf(standing) ?? 'by fleet.json'}`;
  const chosen = fleet.profiles.find(({ name }) => name === profile);
  if (chosen?.endpoint === 'none') return `not wanted: profile ${profile}`;
  if (chosen?.mode === 'observe') return `observed only: profile ${profile}`;
  const said = edrWordOf(record.edrWord, record.incarnation);
  const told = said?.says === 'other' ? productOf(said) : undefined;
  const found = edrExtensionOf(extensions) ?? edrByTag(tags, chosen?.endpoint) ?? told;
  const other = letsBeBesideOthers(chosen?.endpoint) ? undefined : found;
  return other === undefined ? undefined : `another EDR: ${other}`;
}
