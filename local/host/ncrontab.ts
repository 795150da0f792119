/** A 6-field NCRONTAB expression: second minute hour day month day-of-week, in UTC. */
export interface Ncrontab {
  /** The first match strictly after `afterMs` (milliseconds since the epoch), or undefined within eight years. */
  next(afterMs: number): number | undefined;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
}

const fields: readonly Field[] = [
  { name: 'second', min: 0, max: 59 },
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31 },
  {
    name: 'month',
    min: 1,
    max: 12,
    words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { name: 'day of week', min: 0, max: 6, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/** @throws Error naming the field that is wrong. */
export function parseNcrontab(expression: string): Ncrontab {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== fields.length) {
    throw new Error(`Schedule '${expression}' has ${parts.length} fields; six are needed (second first).`);
  }
  const sets = fields.map((field, index) => parseField(parts[index] ?? '', field, expression));
  const [seconds, minutes, hours, days, months, weekdays] = sets;
  if (!seconds || !minutes || !hours || !days || !months || !weekdays) throw new Error(`Schedule '${expression}'.`);
  const times = { seconds: ordered(seconds), minutes: ordered(minutes), hours: ordered(hours) };
  return { next: (afterMs) => nextAfter(afterMs, times, (date) => dayMatches(date, days, months, weekdays)) };
}

function parseField(text: string, field: Field, expression: string): ReadonlySet<number> {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [range = '', stepText] = item.split('/');
    const step = stepText === undefined ? 1 : Number(stepText);
    const [from, to] = parseRange(range, field, stepText !== undefined);
    if (!Number.isInteger(step) || step < 1 || !(from >= field.min && to <= field.max && from <= to)) {
      throw new Error(`Schedule '${expression}': field '${field.name}' is '${text}'.`);
    }
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

function parseRange(range: string, field: Field, stepped: boolean): readonly [number, number] {
  if (range === '*') return [field.min, field.max];
  const [low = '', high] = range.split('-').map((text) => parseValue(text, field));
  const from = Number(low);
  return [from, high ?? (stepped ? field.max : from)];
}

function parseValue(text: string, field: Field): number {
  const word = field.words?.indexOf(text.toLowerCase()) ?? -1;
  if (word >= 0) return word + field.min;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function ordered(values: ReadonlySet<number>): readonly number[] {
  return [...values].sort((a, b) => a - b);
}

interface TimesOfDay {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
}

const dayMs = 86_400_000;
const horizonDays = 8 * 366;

function nextAfter(afterMs: number, times: TimesOfDay, matches: (day: Date) => boolean): number | undefined {
  const startMs = (Math.floor(afterMs / 1000) + 1) * 1000;
  const firstDayMs = Math.floor(startMs / dayMs) * dayMs;
  for (let day = 0; day < horizonDays; day += 1) {
    const midnightMs = firstDayMs + day * dayMs;
    if (!matches(new Date(midnightMs))) continue;
    const second = firstSecondOfDay(times, day === 0 ? (startMs - midnightMs) / 1000 : 0);
    if (second !== undefined) return midnightMs + second * 1000;
  }
  return undefined;
}

/** The first matching second of a day at or after `from`. */
function firstSecondOfDay({ hours, minutes, seconds }: TimesOfDay, from: number): number | undefined {
  for (const hour of hours) {
    if (hour * 3600 + 3599 < from) continue;
    for (const minute of minutes) {
      const start = hour * 3600 + minute * 60;
      if (start + 59 < from) continue;
      const second = seconds.find((candidate) => start + candidate >= from);
      if (second !== undefined) return start + second;
    }
  }
  return undefined;
}

function dayMatches(
  day: Date,
  days: ReadonlySet<number>,
  months: ReadonlySet<number>,
  weekdays: ReadonlySet<number>,
): boolean {
  return days.has(day.getUTCDate()) && months.has(day.getUTCMonth() + 1) && weekdays.has(day.getUTCDay());
}
