import type { EndpointSpec } from '../fleet/spec.ts';
import type { EdrReadings } from '../machine/edr-assessment.ts';
import type { EdrKnowledge } from '../machine/edr-knowledge.ts';
import type { EdrWord } from '../machine/edr-word.ts';
import type { MachineFacts } from '../machine/machine-facts.ts';
import { edrByAssessment } from './edr-by-assessment.ts';
import { edrExtensionOf } from './other-edr.ts';
import { edrByTag } from './told-by-tag.ts';

/** All that can tell of the endpoint protection of somebody else. */
export interface EdrEvidence {
  readonly facts: Pick<MachineFacts, 'extensions' | 'tags'>;
  readonly endpoint: EndpointSpec;
  /** As far as it holds for this very machine. */
  readonly word: EdrWord | undefined;
  readonly readings: EdrReadings;
  /** When a look first missed the extension of Defender for Endpoint that the look before saw; ISO-8601 UTC. */
  readonly goneAt: string | undefined;
  /** App time, milliseconds. */
  readonly nowMs: number;
}

/**
 * Whether another product protects a machine. What runs on it is heard first, then what its owners say by a tag, then what
 * a person said to this app, and last Defender's own assessment, which can be a day late.
 */
export function knowEdr(evidence: EdrEvidence): EdrKnowledge {
  const { facts, endpoint, word, nowMs } = evidence;
  const at = new Date(nowMs).toISOString();
  const extension = edrExtensionOf(facts.extensions);
  if (extension !== undefined) return { kind: 'other', product: extension, source: 'extension', at };
  const tagged = edrByTag(facts.tags, endpoint);
  if (tagged !== undefined) return { kind: 'other', product: tagged, source: 'tag', at };
  if (word?.says === 'other') return { kind: 'other', product: productOf(word), source: 'person', at: word.at };
  if (word?.says === 'none') return { kind: 'none', source: 'person', at: word.at };
  return edrByAssessment(evidence);
}

/** What a person says is there, in one line. */
export function productOf({ product, by }: Pick<EdrWord, 'product' | 'by'>): string {
  return `${product ?? 'another product'} (said by ${by})`;
}
