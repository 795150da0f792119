import type { FleetError } from './fleet-error.ts';
import type { ResolvedProfile } from './resolved-profile.ts';

/** Two below the 30 associations that Azure Monitor allows per machine (Azure docs, "Data collection rules": limits), for those of others. */
const mostRules = 28;

/** What can be told of a profile only when everything it extends is filled in. */
export function checkProfile(profile: ResolvedProfile, index: number): readonly FleetError[] {
  const path = `profiles[${index}].dataCollection.rules`;
  // An agent without an association does nothing, so a profile that writes must name a rule.
  if (profile.mode === 'enforce' && profile.rules.length === 0) {
    return [{ path, message: `'${profile.name}' is in mode enforce and needs at least one data collection rule` }];
  }
  const most = Math.max(countRules(profile, 'windows'), countRules(profile, 'linux'));
  return most > mostRules
    ? [{ path, message: `${most} rules for one machine; at most ${mostRules} are possible` }]
    : [];
}

/** The largest number of rules that one machine with this operating system would get, in any region. */
function countRules({ rules }: ResolvedProfile, os: 'windows' | 'linux'): number {
  const ofOs = rules.filter((rule) => (rule.os ?? os) === os);
  const regions = [undefined, ...ofOs.flatMap((rule) => rule.regions ?? [])];
  const counts = regions.map((region) => {
    const applying = ofOs.filter(
      (rule) => rule.regions === undefined || (region !== undefined && rule.regions.includes(region)),
    );
    return new Set(applying.map((rule) => rule.id.toLowerCase())).size;
  });
  return Math.max(...counts);
}
