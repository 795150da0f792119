import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { StepRecord } from '../domain/step/step-record.ts';
import { toStoredRecord } from './record-schema.ts';

/** What a row of this release alone may have. It leaves room for what a later release adds. */
export const mostBodyCharacters = 32_000;
/**
 * With another release's parts in it. Azure Tables takes 32,768 UTF-16 units in one property (REST docs, "Understanding
 * the Table service data model").
 */
const mostForeignCharacters = 32_700;
/** What one look or one step may add to a row of which everything is cut that can be. */
const roomToWork = 2_000;
const keptText = 200;
const keptFacts = 5;
const keptWouldWrite = 10;
const keptLatest = 3;

type Shrink = (record: MachineRecord, most: number) => MachineRecord;

/**
 * The record as JSON text that fits one column. A record that is too long gives way in this order, until it fits:
 * the ends of long texts; extensions, identities and rules seen beyond five each; planned writes beyond ten; timeline
 * entries beyond the newest three (the timeline has them); the words of refusals (their times still bound the tries);
 * all else that is for people only: what was seen, why a write is planned, details of findings, timeline entries;
 * operation URLs and correlation ids (progress is then believed after two looks); steps without a failed try, oldest
 * first, and those of the last day last, since the fuse and the twelve refusals of a day count them. What is owned, why it failed and the fuse of a failing step are never dropped, nor is what another release
 * stored, but for what stands inside of an element that is cut.
 * @throws Error when the record still does not fit.
 */
export function fitRecord(record: MachineRecord): string {
  const most = mostOf(record);
  const body = fitWithin(record, most);
  if (body !== undefined) return body;
  throw new Error(
    `The row of ${record.resourceId} does not fit the store's ${most} characters. ` +
      `It has ${Object.keys(record.steps).length} steps and owns ${record.owned.length} resources: assign fewer rules to the machine.`,
  );
}

/** Whether a look or a step still finds room beside what another release stored. */
export function hasRoomToWork(record: MachineRecord): boolean {
  return record.foreign === undefined || fitWithin(record, mostForeignCharacters - roomToWork) !== undefined;
}

/** A row that is longer than this already may stay as it is. */
function mostOf({ foreign }: MachineRecord): number {
  if (foreign === undefined) return mostBodyCharacters;
  return Math.max(mostForeignCharacters, JSON.stringify(foreign.stored).length);
}

function fitWithin(record: MachineRecord, most: number): string | undefined {
  let fitted = record;
  let body = JSON.stringify(toStoredRecord(fitted));
  for (const shrink of shrinks) {
    if (body.length <= most) return body;
    fitted = shrink(fitted, most);
    body = JSON.stringify(toStoredRecord(fitted));
  }
  return body.length <= most ? body : undefined;
}

const cutTexts: Shrink = (record) => ({
  ...record,
  standing: cutDetail(record.standing),
  findings: mapValues(record.findings, (found) =>
    found.detail === undefined ? found : { ...found, detail: cut(found.detail) },
  ),
  wouldWrite: record.wouldWrite.map((planned) => ({ ...planned, why: cut(planned.why) })),
  steps: mapValues(record.steps, (step) =>
    step.failure === undefined ? step : { ...step, failure: { ...step.failure, detail: cut(step.failure.detail) } },
  ),
  acceptances: record.acceptances.map((one) => ({ ...one, detail: cut(one.detail), why: cut(one.why) })),
  latest: record.latest.map((entry) => ({ ...entry, text: cut(entry.text) })),
});

const cutFacts: Shrink = (record) => {
  if (record.facts === undefined) return record;
  const { identity, extensions, ruleIds } = record.facts;
  const facts = {
    ...record.facts,
    identity: identity && { ...identity, userAssigned: identity.userAssigned.slice(0, keptFacts) },
    extensions: extensions.slice(0, keptFacts),
    ruleIds: ruleIds?.slice(0, keptFacts),
  };
  return { ...record, facts };
};

const cutWouldWrite: Shrink = (record) => ({ ...record, wouldWrite: record.wouldWrite.slice(0, keptWouldWrite) });

const cutLatest: Shrink = (record) => ({ ...record, latest: record.latest.slice(-keptLatest) });

const cutRefusals: Shrink = (record) => ({
  ...record,
  unread: record.unread && { ...record.unread, refusals: withoutTexts(record.unread.refusals) },
  steps: mapValues(record.steps, (step) => ({ ...step, refusals: withoutTexts(step.refusals) })),
});

function withoutTexts(refusals: StepRecord['refusals']): StepRecord['refusals'] {
  const codes = [...new Set(refusals.map(({ code }) => code))];
  return codes.map((code) => ({
    ...{ code, text: '' },
    at: refusals.flatMap((group) => (group.code === code ? group.at : [])).sort(),
  }));
}

/** Of what was seen an empty frame stays, and in it what another release saw. */
const dropWords: Shrink = (record) => ({
  ...record,
  facts: record.facts && { ...record.facts, identity: undefined, extensions: [], ruleIds: undefined },
  wouldWrite: record.wouldWrite.map((planned) => ({ ...planned, why: '' })),
  findings: mapValues(record.findings, ({ detail: _, ...found }) => found),
  passedOver: undefined,
  latest: [],
});

const dropOperations: Shrink = (record) => ({
  ...record,
  steps: mapValues(record.steps, ({ touches, ...step }) => ({
    ...step,
    // The id of a rule is asked for only to read how an operation ended.
    touches: touches.part === 'association' ? { ...touches, ruleId: '' } : touches,
    operationUrl: undefined,
    correlationId: undefined,
  })),
});

const dayMs = 24 * 60 * 60_000;

/** Drops as many as it takes, of those that have no failed try. */
const dropQuietSteps: Shrink = (record, most) => dropSteps(record, most, isQuiet);

/** Of those alone that nobody counts any more: neither written nor refused within a day of the last look. */
const dropOldSteps: Shrink = (record, most) => {
  const nowMs = Date.parse(record.lastLookAt ?? record.firstSeenAt);
  const isOld = (step: StepRecord): boolean => {
    const times = [step.lastAt, ...step.refusals.flatMap(({ at }) => at)];
    return isQuiet(step) && times.every((at) => nowMs - Date.parse(at) > dayMs);
  };
  return dropSteps(record, most, isOld);
};

function isQuiet(step: StepRecord): boolean {
  return step.attempts === 0 && step.failure === undefined;
}

function dropSteps(record: MachineRecord, most: number, mayGo: (step: StepRecord) => boolean): MachineRecord {
  const quiet = Object.entries(record.steps)
    .filter(([, step]) => mayGo(step))
    .sort(([, a], [, b]) => (a.lastAt < b.lastAt ? -1 : Number(a.lastAt > b.lastAt)));
  const steps = { ...record.steps };
  let excess = JSON.stringify(toStoredRecord(record)).length - most;
  for (const [id, step] of quiet) {
    if (excess <= 0) break;
    delete steps[id];
    excess -= JSON.stringify(step).length + id.length;
  }
  return { ...record, steps };
}

const shrinks: readonly Shrink[] = [
  ...[cutTexts, cutFacts, cutWouldWrite, cutLatest, cutRefusals],
  ...[dropWords, dropOperations, dropOldSteps, dropQuietSteps],
];

function cutDetail(standing: MachineRecord['standing']): MachineRecord['standing'] {
  if (!('detail' in standing) || standing.detail === undefined) return standing;
  return { ...standing, detail: cut(standing.detail) };
}

function cut(text: string): string {
  return text.length <= keptText ? text : `${text.slice(0, keptText - 1)}…`;
}

function mapValues<Value>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
