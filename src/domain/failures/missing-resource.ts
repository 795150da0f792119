import { type NamedResource, namedResources } from './named-resources.ts';

const notFoundAfter =
  /^['\]")]?[^/]{0,140}?\b(?:not (?:be )?found|cannot be found|can't be found|(?:does|do) ?n[o']?t exist|doesn't exist|not exist|no longer exists?|(?:has|have) been (?:deleted|removed)|was deleted|(?:is|are) not available|could not be resolved|nicht gefunden|existiert nicht|n'existe pas|introuvable|n'a pas été trouvée?|no existe|no se (?:encontró|encuentra)|non (?:esiste|trovat[ao])|não (?:existe|foi encontrad[ao]))(?![\w])/i;
const notFoundBefore =
  /(?:not find|unable to find|cannot find|can't find|no such|not found|does not exist|missing|failed to find)(?:\s+(?:the|a|an|any))?(?:\s+[\w-]+){0,4}\s*(?:[:(]\s*)?'?$/i;
/** Says where the missing one is used, not what is missing (Compute, InvalidResourceReference). */
const usedBy = /\breferenced by (?:the )?(?:resource )?'?[^\s']+'?/gi;

/** The resource that a text with plain quotes calls not found; undefined where it calls none so. */
export function missingResource(text: string): NamedResource | undefined {
  const plain = text.replace(usedBy, '');
  const named = namedResources(plain);
  const after = named.find(({ end }, index) => notFoundAfter.test(plain.slice(end, named[index + 1]?.at ?? end + 200)));
  return after ?? named.find(({ at }) => notFoundBefore.test(plain.slice(Math.max(0, at - 80), at)));
}
