import type { Feature } from '../write/permissions.ts';
import type { FleetFile } from './fleet-schema.ts';
import type { ResolvedProfile } from './resolved-profile.ts';
import type { SubscriptionProfile } from './subscription-schema.ts';

/** What of the app a fleet file uses, whatever machines there are: the permissions that it needs follow from it. */
export function featuresOf({ profiles, subscriptions }: FleetFile): readonly Feature[] {
  const ofSubscriptions = subscriptions.flatMap(featuresOfSubscription);
  const always = ['machines', 'discovery', 'workspaceReport'] as const;
  return [...new Set<Feature>([...always, ...profiles.flatMap(featuresOfProfile), ...ofSubscriptions])];
}

/** What is only observed is read with the same rights; those to write come with the same features. */
function featuresOfSubscription(profile: SubscriptionProfile): readonly Feature[] {
  const { plan, enforce, agentlessScanning, fileIntegrityMonitoring, endpoint } = profile;
  const isPlanManaged = [plan, enforce, agentlessScanning.state, fileIntegrityMonitoring].some(isManaged);
  const isEndpointManaged = Object.values(endpoint).some(isManaged);
  return [
    'subscriptions',
    ...(isPlanManaged ? (['defenderPlan'] as const) : []),
    ...(isEndpointManaged ? (['endpointSettings'] as const) : []),
    ...(isManaged(profile.vulnerabilityAssessment) ? (['vulnerabilityAssessment'] as const) : []),
    ...(isManaged(profile.legacyAutoProvisioning) ? (['legacyProvisioning'] as const) : []),
    ...featuresOfShared(profile),
    ...(profile.events === 'wire' ? (['eventWiring'] as const) : []),
    ...(profile.providers === 'register' ? (['providerRegistration'] as const) : []),
  ];
}

function featuresOfShared({ identity, workspace, plan }: SubscriptionProfile): readonly Feature[] {
  return [
    ...(identity.create ? (['sharedIdentities'] as const) : []),
    ...(identity.create && identity.lock ? (['identityLocks'] as const) : []),
    ...(workspace === 'default' ? (['defaultWorkspace'] as const) : []),
    ...(typeof workspace === 'object' ? (['namedWorkspace'] as const) : []),
    ...(workspace !== 'none' ? (['collectionRules'] as const) : []),
    ...(workspace !== 'none' && plan === 'unmanaged' ? (['planOfWorkspace'] as const) : []),
  ];
}

function isManaged(wish: string): boolean {
  return wish !== 'unmanaged';
}

function featuresOfProfile({
  mode,
  match,
  identity,
  ama,
  rules,
  subscriptionRules,
  endpoint,
  legacyAgent,
  azureSecurityAgent,
  upgradeInstances,
}: ResolvedProfile): readonly Feature[] {
  const hasRules = rules.length > 0 || subscriptionRules;
  const isOfSets = (match.kind ?? 'scaleSet') === 'scaleSet';
  const watched = typeof endpoint === 'object' ? (['otherEndpointProtection'] as const) : [];
  if (mode !== 'enforce') {
    return [...watched, ...(hasRules ? (['rules'] as const) : []), ...(isOfSets ? (['scaleSets'] as const) : [])];
  }
  const isOfVms = (match.kind ?? 'vm') === 'vm';
  const isOfArc = (match.kind ?? 'arc') === 'arc';
  const isDirect = typeof endpoint === 'object' && endpoint.deployment === 'direct';
  const installs = ama.install || isDirect || azureSecurityAgent === 'install';
  return [
    ...(isOfVms && installs ? (['vmAgent'] as const) : []),
    ...(isOfArc && installs ? (['arcAgent'] as const) : []),
    ...(typeof endpoint === 'object' && endpoint.autoUpdate === 'off' && match.os !== 'windows'
      ? (['machineTags'] as const)
      : []),
    ...(isDirect ? (['endpointPackage'] as const) : []),
    ...watched,
    // Arc machines bring their own identity.
    ...(isOfVms ? (['vmIdentity'] as const) : []),
    ...((isOfVms || isOfSets) && identity === 'builtIn' ? (['builtInIdentity'] as const) : []),
    ...(hasRules ? (['rules', 'associations'] as const) : []),
    ...(isOfSets ? (['scaleSets', 'scaleSetIdentity'] as const) : []),
    ...(isOfSets && ama.install ? (['scaleSetAgent'] as const) : []),
    ...(isOfSets && ama.install && legacyAgent === 'remove' ? (['scaleSetLegacyAgent'] as const) : []),
    ...(isOfSets && upgradeInstances ? (['scaleSetUpgrades'] as const) : []),
  ];
}
