import type { Addressed } from './addressed.ts';
import { plainQuotes } from './error-words.ts';
import { extensionAtFault } from './extension-at-fault.ts';

/**
 * Whose failure a text tells, in so many words: that of the extension addressed, of another, of one that may be
 * another, or of none that it names.
 */
export function whoFailed(text: string, about: Addressed): 'ours' | 'other' | 'unclear' | 'untold' {
  const { other, isOursNamed, isDoubtful } = extensionAtFault(plainQuotes(text), about);
  if (other !== undefined) return 'other';
  if (isOursNamed) return 'ours';
  return isDoubtful ? 'unclear' : 'untold';
}
