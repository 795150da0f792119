import { z } from 'zod';
import { covers } from '../scope.ts';
import type { FleetError } from './fleet-error.ts';
import { managementGroupOf } from './resolve-groups.ts';

/**
 * Checks what no single field can tell: names, extends, scopes that miss, profiles that can never be reached. Reads
 * the file leniently, so that these errors are listed together with those of its shape.
 */
export function checkReferences(written: unknown): readonly FleetError[] {
  const view = viewSchema.parse(written);
  const scopes = [...view.scope.subscriptions.map((id) => `/subscriptions/${id}`), ...view.scope.resourceGroups];
  // Below a management group may lie anything: the sweep alone knows what does.
  const isOutside: IsOutside = (id, lies) =>
    view.scope.managementGroups.length === 0 && managementGroupOf(id) === undefined && !scopes.some(lies);
  const ofProfiles = view.profiles.flatMap((profile, index) => {
    const earlier = view.profiles.slice(0, index);
    return [
      ...checkName(profile, earlier),
      ...checkExtends(profile, view.profiles),
      ...checkReach(profile, earlier),
      ...checkMatchScopes(profile, isOutside),
    ].map(({ path, message }) => ({ path: `profiles[${index}]${path}`, message }));
  });
  return [...checkExclusions(view.scope.exclude.scopes, isOutside), ...ofProfiles];
}

/** Whether an id lies in none of the scopes, in the sense of `lies`, as far as the file alone can tell. */
type IsOutside = (id: string, lies: (scope: string) => boolean) => boolean;

const texts = z.array(z.string().catch('')).catch([]);

const profileViewSchema = z
  .object({
    name: z.string().optional().catch(undefined),
    extends: z.string().optional().catch(undefined),
    match: z.looseObject({ scopes: texts.optional() }).optional().catch({ unreadable: true }),
  })
  .catch({});

const noExclusions = { scopes: [] };
const noScope = { managementGroups: [], subscriptions: [], resourceGroups: [], exclude: noExclusions };

const exclusionViewSchema = z.object({ id: z.string().optional().catch(undefined) }).catch({});

const viewSchema = z
  .object({
    scope: z
      .object({
        // Of a list that nobody can read, nobody can tell what lies below it.
        managementGroups: z.array(z.unknown()).default([]).catch(['']),
        subscriptions: texts,
        resourceGroups: texts,
        exclude: z.object({ scopes: z.array(exclusionViewSchema).catch([]) }).catch(noExclusions),
      })
      .catch(noScope),
    profiles: z.array(profileViewSchema).catch([]),
  })
  .catch({ scope: noScope, profiles: [] });

type ProfileView = z.output<typeof profileViewSchema>;

function checkName(profile: ProfileView, earlier: readonly ProfileView[]): readonly FleetError[] {
  const isTaken = profile.name !== undefined && earlier.some((other) => other.name === profile.name);
  return isTaken ? [{ path: '.name', message: `'${profile.name}' is the name of an earlier profile` }] : [];
}

function checkExtends(profile: ProfileView, profiles: readonly ProfileView[]): readonly FleetError[] {
  const seen: (string | undefined)[] = [profile.name];
  let next = profile.extends;
  while (next !== undefined) {
    const base = profiles.find((other) => other.name === next);
    if (base === undefined) {
      // A missing base further up is reported at the profile that names it.
      return seen.length > 1 ? [] : [{ path: '.extends', message: `there is no profile '${next}'` }];
    }
    seen.push(next);
    if (seen.indexOf(next) < seen.length - 1) {
      return [{ path: '.extends', message: `extends itself: ${seen.join(' -> ')}` }];
    }
    next = base.extends;
  }
  return [];
}

function checkReach(profile: ProfileView, earlier: readonly ProfileView[]): readonly FleetError[] {
  const catchAll = earlier.find((other) => isCatchAll(other.match));
  if (catchAll === undefined) return [];
  const message = `never used: '${catchAll.name ?? ''}' before it matches every machine; put it after this one`;
  return [{ path: profile.match === undefined ? '' : '.match', message }];
}

function isCatchAll(match: ProfileView['match']): boolean {
  return Object.values(match ?? {}).every((value) => value === undefined || JSON.stringify(value) === '{}');
}

function checkMatchScopes(profile: ProfileView, isOutside: IsOutside): readonly FleetError[] {
  return (profile.match?.scopes ?? []).flatMap((id, index) => {
    if (!isOutside(id, (scope) => covers(scope, id))) return [];
    return [
      { path: `.match.scopes[${index}]`, message: `'${id}' lies outside of scope; add it there or remove it here` },
    ];
  });
}

/** An exclusion that meets no scope protects nothing: most likely its id is mistyped. */
function checkExclusions(
  exclusions: readonly z.output<typeof exclusionViewSchema>[],
  isOutside: IsOutside,
): readonly FleetError[] {
  return exclusions.flatMap(({ id }, index) => {
    if (id === undefined || !isOutside(id, (scope) => covers(scope, id) || covers(id, scope))) return [];
    const message = `'${id}' lies outside of scope, so it protects nothing; correct it or remove it`;
    return [{ path: `scope.exclude.scopes[${index}].id`, message }];
  });
}
