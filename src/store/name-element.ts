import { canonicalJson, type Json } from '../domain/canonical-json.ts';
import { isFields } from './json-fields.ts';

/**
 * What makes an element of a row's list the same thing in two versions of the row: all of a text; what an owned
 * resource is and which step made it; the reason of a group of refusals, whose times change; an extension's name; the
 * step of a planned write; time and content of a write; all of a timeline entry but what another release adds to it.
 */
export function nameElement(element: Json): string {
  if (!isFields(element)) return canonicalJson(element);
  const { resourceId, stepId, name, step, at, bodyHash, what, code, text } = element;
  if (typeof at !== 'string' && typeof code === 'string') return canonicalJson(['refusal', code, text ?? null]);
  if (typeof at === 'string' && typeof text === 'string') {
    return canonicalJson(['entry', at, what ?? null, code ?? null, text, resourceId ?? null]);
  }
  if (typeof resourceId === 'string') return canonicalJson(['owned', stepId ?? null, resourceId.toLowerCase()]);
  return canonicalJson(name ?? step ?? [at ?? null, bodyHash ?? null]);
}
