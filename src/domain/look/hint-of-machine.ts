import type { CloudName } from '../cloud/cloud-name.ts';
import { hintOfWait } from '../failures/pending-reasons.ts';
import { findingsByService } from '../machine/foreign-parts.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { codeOf, hintOfStanding } from '../machine/standing.ts';
import { outboundNeedsOf } from '../services/all-services.ts';

/** Something did not get installed in time. */
const lateCodes: readonly string[] = ['ProvisioningTimeout', 'MdeNotDeployed'];

/**
 * What a person should do about a machine, in one line; undefined where nothing is to be done. Where something did not
 * get installed in time, it names the hosts that it needs in this cloud and the machine's region.
 */
export function hintOfMachine(record: MachineRecord, cloud: CloudName): string | undefined {
  if (record.standing.status === 'Pending')
    return hintOfWait(record.standing.code)?.replace('{GUID}', record.subscription);
  const hint = hintOfStanding(record.standing);
  const lateBy = codeOf(record.standing);
  if (hint === undefined || lateBy === undefined || !lateCodes.includes(lateBy)) return hint;
  const late = Object.entries(findingsByService(record)).filter(([, { code }]) => code === lateBy);
  const os = record.os === 'unknown' ? undefined : record.os;
  const needs = late.flatMap(([service]) => outboundNeedsOf(service, cloud, { region: record.region, os }) ?? []);
  const told = needs.map(
    ({ hosts, serviceTags }) => `It needs port 443 of ${hosts.join(', ')} (service tags ${serviceTags.join(' and ')}).`,
  );
  return [hint, ...told].join(' ');
}
