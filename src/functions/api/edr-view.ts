import type { z } from 'zod';
import { previousInstallationOf } from '../../domain/endpoint/previous-installation.ts';
import type { EdrReadings } from '../../domain/machine/edr-assessment.ts';
import type { EdrKnowledge } from '../../domain/machine/edr-knowledge.ts';
import { type EdrWord, edrWordOf } from '../../domain/machine/edr-word.ts';
import type { MachineRecord } from '../../domain/machine/machine-record.ts';
import type { edrView, edrWordView } from '../contract/replies/edr-view.ts';

/** What is known of the endpoint protection of others on a machine, by its row and by what the sweeps read. */
export function toEdrView(record: MachineRecord, readings: EdrReadings): z.input<typeof edrView> {
  const { edr, edrWord, incarnation } = record;
  return {
    other: edr === undefined ? null : toKnown(edr),
    word: toWordView(edrWordOf(edrWord, incarnation)),
    previousInstallation: previousInstallationOf(record) ?? 'unknown',
    otherTenant: 'unknown',
    assessmentsReadAt: readings.readAt ?? null,
    recommendations: readings.assessments.map(({ title, code, cause, since, link }) => ({
      ...{ title, state: code },
      ...{ cause: cause ?? null, since: since ?? null, link: link ?? null },
    })),
  };
}

/** What a person said, as far as it is of the machine as it is now. */
export function toWordView(word: EdrWord | undefined): z.input<typeof edrWordView> | null {
  if (word === undefined) return null;
  const { incarnation: _, product, ...said } = word;
  return { ...said, product: product ?? null };
}

function toKnown(edr: EdrKnowledge): z.input<typeof edrView>['other'] {
  switch (edr.kind) {
    case 'other':
      return { known: 'other', product: edr.product, source: edr.source, at: edr.at };
    case 'none':
      return { known: 'none', source: edr.source, at: edr.at };
    case 'unknown':
      return { known: 'unknown', why: edr.why };
  }
}
