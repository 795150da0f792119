import { z } from 'zod';
import type { FleetError } from './fleet-error.ts';
import { ruleChoiceSchema } from './profile-schema.ts';
import type { RuleChoice } from './resolved-profile.ts';

/** Two below the 30 associations that Azure Monitor allows per machine (Azure docs, "Data collection rules": limits), for those of others. */
const mostRules = 28;

/**
 * Checks the rules of every profile, those it inherits included. Reads the file leniently, so that these errors are
 * listed together with those of its shape; of what cannot be read nothing is said.
 */
export function checkRules(written: unknown): readonly FleetError[] {
  const { profiles } = viewSchema.parse(written);
  return profiles.flatMap((profile, index) => {
    const message = judge(profile, profiles);
    return message === undefined ? [] : [{ path: `profiles[${index}].dataCollection.rules`, message }];
  });
}

const unreadable = 'unreadable';

/** An entry that cannot be read is undefined: it is one rule more, but nobody can tell for which machines. */
const rulesViewSchema = z
  .union([z.array(ruleChoiceSchema.optional().catch(undefined)), z.literal(unreadable)])
  .catch(unreadable);

const profileViewSchema = z
  .object({
    name: z.string().optional().catch(undefined),
    // No profile has an empty name, so what is inherited stays unknown.
    extends: z.string().optional().catch(''),
    mode: z.enum(['observe', 'enforce', unreadable]).optional().catch(unreadable),
    dataCollection: z
      .object({ rules: rulesViewSchema.optional(), ofSubscription: z.boolean().optional().catch(undefined) })
      .optional()
      .catch({ rules: unreadable }),
  })
  .catch({ mode: unreadable, dataCollection: { rules: unreadable } });

const viewSchema = z.object({ profiles: z.array(profileViewSchema).catch([]) }).catch({ profiles: [] });

type ProfileView = z.output<typeof profileViewSchema>;

function judge(profile: ProfileView, profiles: readonly ProfileView[]): string | undefined {
  const mode = inherit(profile, profiles, (one) => one.mode, 'observe');
  const rules = inherit(profile, profiles, (one) => one.dataCollection?.rules, []);
  if (rules === unreadable) return undefined;
  const isMade = inherit(profile, profiles, (one) => one.dataCollection?.ofSubscription, false);
  // An agent without an association does nothing, so a profile that writes must name a rule, or take those that are made.
  if (mode === 'enforce' && rules.length === 0 && isMade !== true) {
    const subject = profile.name === undefined ? 'this profile' : `'${profile.name}'`;
    return `${subject} is in mode enforce and needs at least one data collection rule, or ofSubscription`;
  }
  const readable = rules.filter((rule) => rule !== undefined);
  const most = Math.max(countRules(readable, 'windows'), countRules(readable, 'linux'));
  return most > mostRules ? `${most} rules for one machine; at most ${mostRules} are possible` : undefined;
}

/** What the profile, or the next one it extends, says; the standard when none does. */
function inherit<T>(
  profile: ProfileView,
  profiles: readonly ProfileView[],
  read: (profile: ProfileView) => T | undefined,
  standard: T,
): T | typeof unreadable {
  const seen = new Set<ProfileView>();
  let next: ProfileView | undefined = profile;
  while (next !== undefined && !seen.has(next)) {
    const own = read(next);
    if (own !== undefined) return own;
    const base: string | undefined = next.extends;
    if (base === undefined) return standard;
    seen.add(next);
    next = profiles.find(({ name }) => name === base);
  }
  return unreadable;
}

/** The largest number of rules that one machine with this operating system would get, in any region. */
function countRules(rules: readonly RuleChoice[], os: 'windows' | 'linux'): number {
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
