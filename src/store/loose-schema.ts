import { z } from 'zod';

/** A time that can be compared: one that cannot would make every comparison false. */
export const storedTime = z.string().refine((time) => !Number.isNaN(Date.parse(time)), 'is no time');

/** One of these words; any other text, which only another release knows, is read as `otherwise`. */
export function wordOr<const Word extends string, const Otherwise extends string>(
  words: readonly Word[],
  otherwise: Otherwise,
) {
  return z.string().transform((text): Word | Otherwise => words.find((word) => word === text) ?? otherwise);
}

/** The elements that are such; others are another release's. */
export function listOf<Schema extends z.ZodType>(element: Schema) {
  return z.array(z.unknown()).transform((list): readonly z.output<Schema>[] =>
    list.flatMap((value) => {
      const parsed = element.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    }),
  );
}

/** The entries whose name is known. */
function entriesOf(isKnown: (name: string, value: unknown) => boolean) {
  return z
    .record(z.string(), z.unknown())
    .transform((map) => Object.fromEntries(Object.entries(map).filter(([name, value]) => isKnown(name, value))));
}

/** The entries whose name is known and whose value is such. */
export function mapOf<Schema extends z.ZodType>(value: Schema, isKnown: (name: string) => boolean) {
  const isSuch = (name: string, given: unknown): boolean => isKnown(name) && value.safeParse(given).success;
  return entriesOf(isSuch).pipe(z.record(z.string(), value));
}
