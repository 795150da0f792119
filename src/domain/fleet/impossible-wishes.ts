import type { FleetError } from './fleet-error.ts';
import type { EntryView } from './subscriptions-view.ts';

/** Wishes of one entry of `subscriptions[]` that Azure cannot fulfil together. */
export function findImpossibleWishes(entry: EntryView): readonly FleetError[] {
  return [...findOfEndpoint(entry), ...findOfPlan(entry), ...findOfCollection(entry)];
}

/** One switch for Windows and Linux: the others say only what it reaches ("Integrate Microsoft Defender for Endpoint"). */
function findOfEndpoint({ endpoint }: EntryView): readonly FleetError[] {
  const { defender = 'unmanaged', unified, linux } = endpoint ?? {};
  const parts = [
    ['unified', unified, 'the unified solution'],
    ['linux', linux, 'Linux'],
  ] as const;
  return parts.flatMap(([name, wish, words]) => {
    const path = `.endpoint.${name}`;
    if (wish === 'off' && (defender === 'unmanaged' || defender === 'off')) {
      const message = `off leaves ${words} out of what endpoint.defender turns on, and that is ${defender}; set it to on, or this to unmanaged`;
      return [{ path, message }];
    }
    if (wish !== 'on' || defender !== 'off') return [];
    return [{ path, message: 'cannot be on while endpoint.defender is off; set that to on, or this to unmanaged' }];
  });
}

/** Agentless scanning and file integrity monitoring belong to Plan 2; Defender for Endpoint comes with either plan. */
function findOfPlan(entry: EntryView): readonly FleetError[] {
  const { plan = 'unmanaged', agentlessScanning, fileIntegrityMonitoring, vulnerabilityAssessment, endpoint } = entry;
  const needsP2 = ['unmanaged', 'free', 'P1'].includes(plan);
  const isFree = plan === 'free';
  const state = agentlessScanning?.state ?? 'unmanaged';
  const isUntagged = agentlessScanning?.exclusionTags !== undefined && ['unmanaged', 'off'].includes(state);
  const ofP2 = `needs plan P2, and plan is ${plan}; set plan to P2, or this to unmanaged`;
  const ofPlan = 'needs plan P1 or P2, and plan is free; change the plan, or this to unmanaged';
  const rules: readonly (readonly [isBroken: boolean, path: string, message: string])[] = [
    [needsP2 && state === 'on', '.agentlessScanning.state', ofP2],
    [needsP2 && fileIntegrityMonitoring === 'on', '.fileIntegrityMonitoring', ofP2],
    [
      isUntagged,
      '.agentlessScanning.exclusionTags',
      `leaves machines out of a scan that is ${state}; set agentlessScanning.state to on, or remove the tags`,
    ],
    [isFree && endpoint?.defender === 'on', '.endpoint.defender', ofPlan],
    [isFree && endpoint?.unified === 'on', '.endpoint.unified', ofPlan],
    [isFree && endpoint?.linux === 'on', '.endpoint.linux', ofPlan],
    [isFree && vulnerabilityAssessment === 'mdvm', '.vulnerabilityAssessment', ofPlan],
  ];
  return rules.flatMap(([isBroken, path, message]) => (isBroken ? [{ path, message }] : []));
}

function findOfCollection({
  collect,
  securityEvents,
  azureSecurityAgent,
  workspace = 'none',
}: EntryView): readonly FleetError[] {
  const errors: FleetError[] = [];
  if (collect?.includes('heartbeatOnly') && collect.some((one) => one !== 'heartbeatOnly')) {
    const message = 'heartbeatOnly says that nothing else is collected; remove it or the others';
    errors.push({ path: '.collect', message });
  }
  const needsWorkspace = 'needs a workspace that it is collected into; set workspace to default or to an id';
  if (collect?.some((one) => one !== 'heartbeatOnly') && workspace === 'none') {
    errors.push({ path: '.collect', message: needsWorkspace });
  }
  if (securityEvents !== undefined && securityEvents !== 'none' && workspace === 'none') {
    errors.push({ path: '.securityEvents', message: needsWorkspace });
  }
  if (azureSecurityAgent === 'rule' && workspace === 'none') {
    const message = 'needs a workspace that the rule sends to; set workspace to default or to an id';
    errors.push({ path: '.azureSecurityAgent', message });
  }
  return errors;
}
