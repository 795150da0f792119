import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { StepRecord } from '../domain/step/step-record.ts';
import { toStoredRecord } from './record-schema.ts';

/** Azure Tables takes 32,768 UTF-16 units in one property (REST docs, "Understanding the Table service data model"). */
export const mostBodyCharacters = 30_000;
const keptText = 200;
const keptFacts = 5;
const keptWouldWrite = 10;
const keptLatest = 3;

type Shrink = (record: MachineRecord) => MachineRecord;

/**
 * The record as JSON text that fits one column. A record that is too long gives way in this order, until it fits:
 * the ends of long texts; extensions, identities and rules seen beyond five each; planned writes beyond ten; timeline entries beyond the newest three (the timeline has them);
 * the words of refusals (their times still bound the tries); operation URLs and correlation ids (progress is then believed after two looks); steps without a failed try, oldest
 * first. What is owned, why it failed and the fuse of a failing step are never dropped.
 * @throws Error when the record still does not fit.
 */
export function fitRecord(record: MachineRecord): string {
  let fitted = record;
  let body = JSON.stringify(toStoredRecord(fitted));
  for (const shrink of [cutTexts, cutFacts, cutWouldWrite, cutLatest, cutRefusals, dropOperations, dropQuietSteps]) {
    if (body.length <= mostBodyCharacters) return body;
    fitted = shrink(fitted);
    body = JSON.stringify(toStoredRecord(fitted));
  }
  if (body.length <= mostBodyCharacters) return body;
  throw new Error(
    `The row of ${record.resourceId} is ${body.length} characters long and does not fit the store's ${mostBodyCharacters}. ` +
      `It has ${Object.keys(record.steps).length} steps and owns ${record.owned.length} resources: assign fewer rules to the machine.`,
  );
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
  steps: mapValues(record.steps, (step) => ({ ...step, refusals: withoutTexts(step.refusals) })),
});

function withoutTexts(refusals: StepRecord['refusals']): StepRecord['refusals'] {
  const codes = [...new Set(refusals.map(({ code }) => code))];
  return codes.map((code) => ({
    ...{ code, text: '' },
    at: refusals.flatMap((group) => (group.code === code ? group.at : [])).sort(),
  }));
}

const dropOperations: Shrink = (record) => ({
  ...record,
  steps: mapValues(record.steps, (step) => ({ ...step, operationUrl: undefined, correlationId: undefined })),
});

/** Drops as many as it takes, of those that have no failed try. */
const dropQuietSteps: Shrink = (record) => {
  const isQuiet = (step: StepRecord): boolean => step.attempts === 0 && step.failure === undefined;
  const quiet = Object.entries(record.steps)
    .filter(([, step]) => isQuiet(step))
    .sort(([, a], [, b]) => (a.lastAt < b.lastAt ? -1 : Number(a.lastAt > b.lastAt)));
  const steps = { ...record.steps };
  let excess = JSON.stringify(toStoredRecord(record)).length - mostBodyCharacters;
  for (const [id, step] of quiet) {
    if (excess <= 0) break;
    delete steps[id];
    excess -= JSON.stringify(step).length + id.length;
  }
  return { ...record, steps };
};

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
