import { isSameMachine } from './incarnation.ts';

/** A person's word on whether another product protects the machine. It holds for this very machine. */
export interface EdrWord {
  readonly says: 'other' | 'none';
  /** Which one, where the person names it. */
  readonly product: string | undefined;
  readonly incarnation: string;
  readonly by: string;
  /** ISO-8601 UTC. */
  readonly at: string;
  readonly why: string;
}

/** The word as far as it is of the machine as it is now. */
export function edrWordOf(word: EdrWord | undefined, incarnation: string | undefined): EdrWord | undefined {
  if (word === undefined || incarnation === undefined) return undefined;
  return isSameMachine(word.incarnation, incarnation) ? word : undefined;
}
