import type { EdrAssessment, EdrReadings } from '../machine/edr-assessment.ts';
import type { EdrKnowledge } from '../machine/edr-knowledge.ts';
import type { MachineFacts } from '../machine/machine-facts.ts';
import { isEndpointExtension } from './other-edr.ts';

const hourMs = 60 * 60_000;

/** Defender looks at disks every 24 hours (FAQ of Defender for Servers), and Resource Graph is some minutes late. */
const oldestMs = 26 * hourMs;

/** "EDR solution should be installed on Virtual Machines"; its twins for EC2 and GCP have keys that no source names. */
const installedKey = '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c';
const installedTitle = 'edr solution should be installed';

interface Assessed {
  readonly facts: Pick<MachineFacts, 'extensions'>;
  readonly readings: EdrReadings;
  readonly goneAt: string | undefined;
  readonly nowMs: number;
}

/**
 * What Defender's agentless scan of the disk tells. A healthy one means that it found some product, of which Azure does not
 * tell the name: that forbids, however old it is, and proves nothing of Defender for Endpoint. An unhealthy one of a day at
 * most says that it found none. No assessment says nothing: on-premises machines have none, and neither have those of
 * subscriptions without the plan ("Review endpoint detection and response", Defender for Cloud docs).
 */
export function edrByAssessment({ facts, readings, goneAt, nowMs }: Assessed): EdrKnowledge {
  const { readAt, refused, assessments } = readings;
  if (refused !== undefined) return unknown(refused);
  if (readAt === undefined)
    return { ...unknown('no sweep has read yet what Defender for Cloud assesses'), isComing: true };
  const isOwnThere = facts.extensions.some(({ publisher, type }) => isEndpointExtension(publisher, type));
  if (isOwnThere) return unknown('Defender for Endpoint is there itself, so an assessment does not tell of others');
  if (goneAt !== undefined && Date.parse(readAt) - Date.parse(goneAt) < oldestMs) {
    return unknown(`Defender for Endpoint was there until ${goneAt}, so an assessment may still be of it`);
  }
  const healthy = assessments.find(({ code }) => code.toLowerCase() === 'healthy');
  if (healthy !== undefined) {
    const product = `a product that Defender does not name (assessment "${healthy.title}" is healthy)`;
    return { kind: 'other', product, source: 'assessment', at: readAt };
  }
  const missing = assessments.find((one) => isOfInstallation(one) && one.code.toLowerCase() === 'unhealthy');
  if (missing === undefined) return unknown('Defender for Cloud has no assessment of it, as of on-premises machines');
  if (nowMs - Date.parse(readAt) > oldestMs) return unknown(`the last assessment was read at ${readAt}`);
  return { kind: 'none', source: 'assessment', at: readAt };
}

function isOfInstallation({ key, title }: EdrAssessment): boolean {
  return key.toLowerCase() === installedKey || title.toLowerCase().startsWith(installedTitle);
}

function unknown(why: string): Extract<EdrKnowledge, { kind: 'unknown' }> {
  return { kind: 'unknown', why };
}
