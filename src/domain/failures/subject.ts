import type { Addressed, Reference } from './addressed.ts';
import { codesOf, extensionTargetsOf, wordsOf } from './error-words.ts';
import { extensionAtFault } from './extension-at-fault.ts';
import type { ToldFailure } from './failure.ts';
import { isGone } from './is-gone.ts';
import { missingResource } from './missing-resource.ts';
import type { NamedExtension } from './named-extensions.ts';
import { type NamedResource, namedResources, resourceOf } from './named-resources.ts';

/**
 * Whom an error is about. `extension`: another extension failed, not ours. `rule`, `identity`, `image`, `reference`: a
 * resource that is neither the target nor a part of it was not found. `target`: what was addressed was not found.
 * `gone`, `unread`: the same of the target's own GET, which says that it is no more, or not that.
 * `addressed`: all else, so the error is believed to be about the request.
 */
export interface Subject {
  readonly is: 'addressed' | 'extension' | 'rule' | 'identity' | 'image' | 'reference' | 'target' | 'gone' | 'unread';
  /** As a person would call it: `extension 'setup'`, `identity id-old (/subscriptions/...)`; empty for what was addressed. */
  readonly who: string;
  /** What of the error's words is about it, with plain quotes. */
  readonly words: string;
  /** The platform's own among all its words: what a handler on the machine printed is left out. */
  readonly told: string;
  /** Besides these the guest agent's: those before the exit code of a handler. */
  readonly beforeExit: string;
  /** Something is named that may be another extension: nothing of ours follows from the words. */
  readonly isDoubtful: boolean;
}

const notFoundCodes =
  /^(?:(?:parent|nested|referenced)?resource(?:group)?notfound|notfound|(?:vm|virtualmachine|machine)notfound|invalidresourcereference|hcrp404|http404)$/i;
/** Compute ends an operation so when a handler failed: whatever else the text says was printed on the machine. */
const handlerCodes =
  /^(?:vmextensionprovisioningerror|vmextensionhandlernontransienterror|extension(?:operation|provisioning)error)$/i;
/** Our own word for a part of the target that a read did not find, from which nothing follows. */
const partCode = 'SubResourceNotFound';

/** Finds whom an error speaks of, against what was addressed; without `about` that was the target's own GET. */
export function subjectOf(raw: ToldFailure, about: Addressed | undefined): Subject {
  const words = wordsOf(raw);
  const codes = codesOf(raw);
  const itself: Subject = { is: 'addressed', who: '', words, told: words, beforeExit: words, isDoubtful: false };
  if (codes.includes(partCode)) return itself;
  const isOwnGet = about === undefined && raw.source === 'http' && raw.status === 404;
  const isNotFound = isOwnGet || codes.some((code) => notFoundCodes.test(code));
  const atFault = extensionAtFault(words, about, extensionTargetsOf(raw));
  // The instance view of an extension is about that extension, whatever looks like a name in what was printed.
  const isView = raw.source === 'operation' && raw.saidBy === 'handler';
  const isHandlers = isView || codes.some((code) => handlerCodes.test(code));
  const told = isHandlers ? '' : atFault.told;
  const found = { words, told, beforeExit: atFault.beforeExit, isDoubtful: atFault.isDoubtful && !isView };
  const missing = missingResource(told) ?? (isNotFound ? otherIn(words, about) : undefined);
  if (missing !== undefined && !isOfTarget(missing, about)) return { ...kindOf(missing, about), ...found };
  // Only its own GET says that a target is no more: anything else is read again.
  if (isOwnGet) return { is: isGone(raw) ? 'gone' : 'unread', who: '', ...found };
  if (isNotFound && (about !== undefined || raw.source === 'operation')) return { is: 'target', who: '', ...found };
  const { other } = atFault;
  if (other === undefined) return { is: 'addressed', who: '', ...found, words: atFault.words };
  return { is: 'extension', who: describeExtension(other), ...found };
}

/** With a 404 that says it in no known words: what it names besides the target. */
function otherIn(words: string, about: Addressed | undefined): NamedResource | undefined {
  const named = namedResources(words);
  return named.some((one) => isOfTarget(one, about)) ? undefined : named[0];
}

const machineType = /^microsoft\.(?:compute\/virtualmachine|hybridcompute\/machine)/;
const partOfAnyMachine = 'microsoft.insights/datacollectionruleassociations';

/** The target, a part of it, what holds it, or what was written. */
function isOfTarget(named: NamedResource, about: Addressed | undefined): boolean {
  if (named.type === partOfAnyMachine && named.id === undefined) return true;
  if (about === undefined) {
    return named.type === '' || machineType.test(named.type) || /resourcegroups$|ruleassociations$/.test(named.type);
  }
  const own = [about.targetId, about.resourceId].map((id) => resourceOf(id));
  return own.some((one) => {
    if (named.id !== undefined) return `${named.id}/`.startsWith(`${one.id}/`);
    if (named.type === '') return isSameText(named.name, one.name);
    if (named.type === 'microsoft.resources/resourcegroups') return isSameText(named.name, one.group ?? '');
    const isInGroup = named.group === undefined || isSameText(named.group, one.group ?? '');
    return isInGroup && named.paths.some((path) => one.paths.some((own) => `${path}/`.startsWith(`${own}/`)));
  });
}

const kindOfType: readonly [string, 'rule' | 'identity' | 'image'][] = [
  ['microsoft.insights/datacollectionrules', 'rule'],
  ['microsoft.managedidentity/userassignedidentities', 'identity'],
  ['microsoft.compute/images', 'image'],
  ['microsoft.compute/galleries', 'image'],
  ['microsoft.compute/sharedgalleries', 'image'],
  ['microsoft.compute/communitygalleries', 'image'],
];

function kindOf(named: NamedResource, about: Addressed | undefined): Pick<Subject, 'is' | 'who'> {
  const reference = about?.references?.find(({ id }) => isReference(named, resourceOf(id)));
  const byType = kindOfType.find(([type]) => named.type === type || named.type.startsWith(`${type}/`))?.[1];
  const kind = kindOfReference(reference) ?? byType ?? 'reference';
  const id = reference?.id ?? named.id ?? named.paths[0];
  const name = named.name || resourceOf(reference?.id ?? '').name;
  const word = kind === 'reference' ? 'resource' : kind;
  return { is: kind, who: `${word} ${name}${id === undefined ? '' : ` (${id})`}`.trim() };
}

function kindOfReference(reference: Reference | undefined): 'rule' | 'identity' | 'image' | undefined {
  return reference === undefined || reference.as === 'endpoint' ? undefined : reference.as;
}

function isReference(named: NamedResource, reference: NamedResource): boolean {
  if (named.id !== undefined) return named.id === reference.id;
  if (named.type === 'microsoft.resources/resourcegroups') return isSameText(named.name, reference.group ?? '');
  const isOfType = named.type === '' || named.type === reference.type;
  const isSamePlace = named.group === undefined || named.group === reference.group;
  return isSamePlace && isOfType && (named.name === '' || isSameText(named.name, reference.name));
}

function describeExtension({ label, publisher, type }: NamedExtension): string {
  const handler = publisher === undefined || type === undefined ? undefined : `${publisher}/${type}`;
  if (label === undefined) return `extension ${handler ?? 'of others'}`;
  return handler === undefined ? `extension '${label}'` : `extension '${label}' (${handler})`;
}

function isSameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
