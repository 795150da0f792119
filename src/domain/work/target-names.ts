import { z } from 'zod';
import { type TargetKey, targetKeySchema } from '../ids.ts';
import type { WorkKind } from './work-row.ts';

/** The words of one kind of target. Histories and rows keep them and operators read them, so they do not change. */
export interface TargetNames {
  readonly kind: WorkKind;
  readonly orchestrator: string;
  /** The activity that looks. */
  readonly assessActivity: string;
  /** The property that carries the key in the input of the orchestration and of its activities. */
  readonly keyName: string;
}

/** The input of an instance; racing starts keep an arbitrary one, so it names the target and nothing else. */
export function inputOf({ keyName }: TargetNames, key: TargetKey): Readonly<Record<string, TargetKey>> {
  return { [keyName]: key };
}

const anyInput = z.looseObject({});

/**
 * The key in an input; throws where there is none. Whatever else stands there is ignored: piece 1 carried the reports
 * of its steps along.
 */
export function keyOfInput({ keyName }: TargetNames, input: unknown): TargetKey {
  const { [keyName]: key } = anyInput.parse(input);
  return targetKeySchema.parse(key);
}

/** One instance per owner of work at a time; the id carries no character that Durable Functions refuses. */
export function instanceIdOf(kind: WorkKind, key: TargetKey): string {
  return `${kind}-${key}`;
}
