import { amaFloor } from './ama-floor.ts';
import type { WrittenProfile } from './profile-schema.ts';
import type { EndpointSpec, Spec } from './spec.ts';

/** A profile with everything it extends and every default filled in. */
export interface ResolvedProfile {
  readonly name: string;
  readonly match: ProfileMatch;
  readonly mode: 'observe' | 'enforce';
  readonly minimumAgeMinutes: number;
  readonly identity: Spec['identity'];
  readonly onForeignIdentity: Spec['onForeignIdentity'];
  readonly ama: {
    readonly install: boolean;
    /** `major.minor` */
    readonly minimumVersion: { readonly windows: string; readonly linux: string };
    readonly automaticUpgrade: boolean;
  };
  readonly rules: readonly RuleChoice[];
  readonly subscriptionRules: boolean;
  /** Undefined where nothing is said: such a machine is given none, and may have one that Defender brings. */
  readonly endpoint: Spec['endpoint'] | undefined;
  readonly legacyAgent: Spec['legacyAgent'];
  readonly azureSecurityAgent: Spec['azureSecurityAgent'];
  readonly upgradeInstances: boolean;
  readonly acceptSurge: boolean;
}

export type ProfileMatch = NonNullable<WrittenProfile['match']>;
export type RuleChoice = NonNullable<NonNullable<WrittenProfile['dataCollection']>['rules']>[number];

/** Fills in one profile; `profiles` holds those it extends, which must exist and form no cycle. */
export function resolveProfile(profile: WrittenProfile, profiles: readonly WrittenProfile[]): ResolvedProfile {
  const base = profiles.find((other) => other.name === profile.extends);
  const from = base === undefined ? standard : resolveProfile(base, profiles);
  return {
    name: profile.name,
    match: profile.match ?? {},
    mode: profile.mode ?? from.mode,
    minimumAgeMinutes: profile.minimumAgeMinutes ?? from.minimumAgeMinutes,
    identity: profile.identity?.kind ?? from.identity,
    onForeignIdentity: profile.onForeignIdentity ?? from.onForeignIdentity,
    ama: {
      install: profile.ama?.install ?? from.ama.install,
      minimumVersion: {
        windows: profile.ama?.minimumVersion?.windows ?? from.ama.minimumVersion.windows,
        linux: profile.ama?.minimumVersion?.linux ?? from.ama.minimumVersion.linux,
      },
      automaticUpgrade: profile.ama?.automaticUpgrade ?? from.ama.automaticUpgrade,
    },
    rules: profile.dataCollection?.rules ?? from.rules,
    subscriptionRules: profile.dataCollection?.ofSubscription ?? from.subscriptionRules,
    endpoint: resolveEndpoint(profile.endpoint, from.endpoint),
    legacyAgent: profile.legacyAgent ?? from.legacyAgent,
    azureSecurityAgent: profile.azureSecurityAgent ?? from.azureSecurityAgent,
    upgradeInstances: profile.scaleSets?.upgradeInstances ?? from.upgradeInstances,
    acceptSurge: profile.scaleSets?.acceptSurge ?? from.acceptSurge,
  };
}

/** What is not written comes from the extended profile, each by itself. */
function resolveEndpoint(
  written: WrittenProfile['endpoint'],
  from: ResolvedProfile['endpoint'],
): ResolvedProfile['endpoint'] {
  const inherited = typeof from === 'object' ? 'mde' : from;
  const want = written?.want ?? inherited;
  if (want !== 'mde') return want;
  const usual = typeof from === 'object' ? from : standardEndpoint;
  return {
    deployment: written?.deployment ?? usual.deployment,
    otherEdr: written?.otherEdr ?? usual.otherEdr,
    otherEdrTag: written?.otherEdrTag ?? usual.otherEdrTag,
    otherEdrUnknown: written?.otherEdrUnknown ?? usual.otherEdrUnknown,
    autoUpdate: written?.autoUpdate ?? usual.autoUpdate,
  };
}

const standardEndpoint: EndpointSpec = {
  deployment: 'platform',
  otherEdr: 'hold',
  autoUpdate: 'leave',
  otherEdrTag: '',
  otherEdrUnknown: 'proceed',
};

const standard: Omit<ResolvedProfile, 'name' | 'match'> = {
  mode: 'observe',
  minimumAgeMinutes: 0,
  identity: 'builtIn',
  onForeignIdentity: 'hold',
  ama: { install: true, minimumVersion: amaFloor, automaticUpgrade: true },
  rules: [],
  subscriptionRules: false,
  endpoint: undefined,
  legacyAgent: 'leave',
  azureSecurityAgent: 'none',
  upgradeInstances: false,
  acceptSurge: false,
};
