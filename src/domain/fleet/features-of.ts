import type { Feature } from '../write/permissions.ts';
import type { FleetFile } from './fleet-schema.ts';
import type { ResolvedProfile } from './resolved-profile.ts';

/** What of the app a fleet file uses, whatever machines there are: the permissions that it needs follow from it. */
export function featuresOf({ profiles }: FleetFile): readonly Feature[] {
  return [...new Set<Feature>(['machines', 'discovery', ...profiles.flatMap(featuresOfProfile)])];
}

function featuresOfProfile({ mode, match, identity, ama, rules }: ResolvedProfile): readonly Feature[] {
  const hasRules = rules.length > 0;
  if (mode !== 'enforce') return hasRules ? ['rules'] : [];
  const isOfVms = match.kind !== 'arc';
  const isOfArc = match.kind !== 'vm';
  return [
    ...(isOfVms && ama.install ? (['vmAgent'] as const) : []),
    ...(isOfArc && ama.install ? (['arcAgent'] as const) : []),
    // Arc machines bring their own identity.
    ...(isOfVms ? (['vmIdentity'] as const) : []),
    ...(isOfVms && identity === 'builtIn' ? (['builtInIdentity'] as const) : []),
    ...(hasRules ? (['rules', 'associations'] as const) : []),
  ];
}
