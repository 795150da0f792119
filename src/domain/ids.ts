import { z } from 'zod';
import { comparableArmId } from './arm-id.ts';
import { sha256Hex } from './hash.ts';

/** First 32 hex digits of sha256(comparable ARM id): row key, instance id suffix and public id of a machine. */
export const targetKeySchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'a machine key is 32 lower-case hex digits')
  .brand<'TargetKey'>();
export type TargetKey = z.infer<typeof targetKeySchema>;

/** One look: made by assessMachine, kept on the record; a step of another look is refused. */
export const lookIdSchema = z.string().min(1).max(64).brand<'LookId'>();
export type LookId = z.infer<typeof lookIdSchema>;

/** `activity[:target]`, e.g. `associateDataCollectionRule:1a2b3c4d`. */
export const stepIdSchema = z
  .string()
  .regex(/^[A-Za-z]+(:[\w.-]+)?$/, 'a step id is activity[:target]')
  .brand<'StepId'>();
export type StepId = z.infer<typeof stepIdSchema>;

/** sha256 of a canonical spec. */
export const specHashSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'a spec hash is 64 lower-case hex digits')
  .brand<'SpecHash'>();
export type SpecHash = z.infer<typeof specHashSchema>;

/** The key of any ARM id (or scope), however it is written. */
export function keyOf(resourceId: string): TargetKey {
  return targetKeySchema.parse(sha256Hex(comparableArmId(resourceId)).slice(0, 32));
}

/** Whether two ARM ids name the same thing, however they are written. */
export function isSameId(a: string, b: string): boolean {
  return comparableArmId(a) === comparableArmId(b);
}

/** Names of extensions, publishers and types are the same without regard to case. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
