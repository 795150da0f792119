import { isSameName } from '../ids.ts';
import type { PlanBody } from '../write/subscription-write.ts';
import type { PlanExtension } from './defender-facts.ts';
import { exclusionTagsText, hasExclusionTags } from './exclusion-tags.ts';
import type { SubscriptionSpec } from './subscription-record.ts';

export type WishedExtensions = Pick<SubscriptionSpec, 'agentlessScanning' | 'fileIntegrityMonitoring'>;
type SentExtension = NonNullable<PlanBody['properties']['extensions']>[number];

/** Both exist in Plan 2 alone: with `P1` Azure refuses their names, also where they are turned off. */
const agentless = 'AgentlessVmScanning';
const fileIntegrity = 'FileIntegrityMonitoring';

/** One extension that the file wants on or off. */
interface Wish {
  readonly name: string;
  readonly isOn: boolean;
  /** Left as they are where the file has none. */
  readonly tags: Readonly<Record<string, string>> | undefined;
}

function wishesOf({ agentlessScanning, fileIntegrityMonitoring }: WishedExtensions): readonly Wish[] {
  const { state, exclusionTags: tags } = agentlessScanning;
  const wishes = [
    { name: agentless, state, tags },
    { name: fileIntegrity, state: fileIntegrityMonitoring, tags: undefined },
  ];
  return wishes.flatMap(({ name, state: wished, tags: tagged }) =>
    wished === 'unmanaged' ? [] : [{ name, isOn: wished === 'on', tags: wished === 'on' ? tagged : undefined }],
  );
}

/**
 * What of the extensions is not as wished, in words. `isNew`: the plan is one that it was not, and Azure turns some of
 * its extensions on by itself, so each wish is said. One that Azure shows as failed is not in place.
 */
export function changedExtensions(
  read: readonly PlanExtension[],
  wished: WishedExtensions,
  isNew: boolean,
): readonly string[] {
  return wishesOf(wished).flatMap(({ name, isOn, tags }) => {
    const found = find(read, name);
    if (isNew || isEnabled(found) !== isOn || (isOn && hasFailed(found))) return [`${name} ${isOn ? 'on' : 'off'}`];
    if (tags === undefined) return [];
    const isTagged = hasExclusionTags(found?.additionalExtensionProperties?.ExclusionTags, tags);
    return isTagged ? [] : [`${name} with other exclusion tags`];
  });
}

/**
 * The whole list as it is sent: what is wished, everything else as it was read, without what Azure says of it. Nobody
 * knows what becomes of an extension that is left out. `hasAll`: the plan has every extension, so none is dropped.
 */
export function extensionsOfBody(
  read: readonly PlanExtension[],
  wished: WishedExtensions,
  plan: { readonly hasAll: boolean; readonly isNew: boolean },
): readonly SentExtension[] {
  if (!plan.hasAll) {
    return read.filter(({ name }) => ![agentless, fileIntegrity].some((own) => isSameName(own, name))).map(asRead);
  }
  const wishes = wishesOf(wished);
  const kept = read.map((extension) => {
    const wish = wishes.find(({ name }) => isSameName(name, extension.name));
    return wish === undefined ? asRead(extension) : asWished(wish, extension);
  });
  const added = wishes.filter(({ name, isOn }) => find(read, name) === undefined && (isOn || plan.isNew));
  return [...kept, ...added.map((wish) => asWished(wish, undefined))];
}

function asRead({ name, isEnabled: value, additionalExtensionProperties }: PlanExtension): SentExtension {
  return {
    name,
    isEnabled: value,
    ...(additionalExtensionProperties === undefined ? {} : { additionalExtensionProperties }),
  };
}

function asWished({ name, isOn, tags }: Wish, read: PlanExtension | undefined): SentExtension {
  const tagged = tags === undefined ? {} : { ExclusionTags: exclusionTagsText(tags) };
  const additionalExtensionProperties = { ...read?.additionalExtensionProperties, ...tagged };
  return {
    name: read?.name ?? name,
    isEnabled: isOn ? 'True' : 'False',
    ...(Object.keys(additionalExtensionProperties).length === 0 ? {} : { additionalExtensionProperties }),
  };
}

function find(read: readonly PlanExtension[], name: string): PlanExtension | undefined {
  return read.find((extension) => isSameName(extension.name, name));
}

function isEnabled(extension: PlanExtension | undefined): boolean {
  return extension !== undefined && isSameName(extension.isEnabled, 'True');
}

function hasFailed(extension: PlanExtension | undefined): boolean {
  return isSameName(extension?.operationStatus?.code ?? '', 'Failed');
}
