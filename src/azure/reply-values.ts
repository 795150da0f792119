import { z } from 'zod';
import { tidyArmId } from '../domain/arm-id.ts';

/** Azure leaves a property out or sends null for the same thing. */
export function absentable<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined);
}

export const absentableText = absentable(z.string());

/** The id of what a reply is about. */
export const armId = z.string().transform(tidyArmId);

/** A time of Azure (up to seven fraction digits, any offset) as ISO-8601 UTC. */
export const azureTime = z.string().transform((text, context) => {
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  context.addIssue({ code: 'custom', message: `not a time: ${text}` });
  return z.NEVER;
});

/** `West Europe` and `westeurope` are one region. */
export const regionName = z
  .string()
  .min(1)
  .transform((text) => text.toLowerCase().replaceAll(' ', ''));

export const tagMap = absentable(z.record(z.string(), z.string())).transform((tags) => tags ?? {});

/** The identity block of a machine. */
export const identityBlock = absentable(
  z.object({
    type: absentableText,
    userAssignedIdentities: absentable(z.record(z.string(), z.unknown())),
  }),
).transform((identity) => ({
  system: /systemassigned/i.test(identity?.type ?? ''),
  userAssigned: Object.keys(identity?.userAssignedIdentities ?? {}),
}));

/** One status line of an instance view. Arc's code can be a bare number, such as 0 for an extension that runs. */
export const viewStatus = z.object({
  code: absentable(z.union([z.string(), z.number().transform(String)])),
  displayStatus: absentableText,
  message: absentableText,
});

const wordsForNothing = ['', 'unknown', 'n/a', 'none', 'null', '00000000-0000-0000-0000-000000000000'];

/** A text that the agent of a machine fills in: `unknown` and the like, in any case, are no value. */
export const reportedText = absentableText.transform((text) =>
  wordsForNothing.includes(text?.trim().toLowerCase() ?? '') ? undefined : text,
);
