import { whyUnavailable } from '../cloud/is-available.ts';
import { composeFinding } from '../findings/compose-finding.ts';
import type { Obstacle } from '../findings/finding.ts';
import { judgeStep } from '../findings/judge-step.ts';
import { keepBack } from '../findings/keep-back.ts';
import { stepIdSchema } from '../ids.ts';
import type { Need, WantedStep } from '../step/wanted-step.ts';
import type { DefenderFacts } from '../subscription/defender-facts.ts';
import { endpointFactsOf } from '../subscription/endpoint-facts.ts';
import { judgeEndpointProtection } from '../subscription/endpoint-protection.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { subscriptionResourceOf } from '../write/subscription-write.ts';
import { findPlanGate, type PlanGate, planResourceNeed } from './plan-gate.ts';
import { changeSettings, type SettingChange } from './setting-changes.ts';
import { findUnconfirmed } from './tenant-consent.ts';
import { findUnexcludableLinux } from './unexcludable-linux.ts';

const activity = 'setEndpointSetting';

/** The settings of Defender for Endpoint: WDATP, the unified solution, Linux (Microsoft.Security settings 2022-05-01). */
export const endpointSettingsService: SubscriptionService = {
  name: 'endpoint-settings',
  activities: [activity],
  find,
};

function find(input: SubscriptionInput): SubscriptionFinding {
  const { facts, spec, cloud } = input;
  if (Object.values(spec.endpoint).every((wish) => wish === 'unmanaged')) {
    return { kind: 'not-applicable', reason: 'fleet.json leaves the settings of Defender for Endpoint as they are' };
  }
  const lack = whyUnavailable(cloud, 'endpointProtection');
  if (lack !== undefined) return { kind: 'not-applicable', reason: lack };
  const { defender } = facts.parts;
  if (defender === undefined) return { kind: 'not-read', needs: 'defender' };
  const gate = findPlanGate(defender, spec);
  const changes = changeSettings(defender, spec, gate);
  const linux = changes.some(turnsDefenderOn) ? undefined : findUnexcludableLinux(input);
  const impossible = [linux, findUnexcludableUnified(input, defender)].filter((obstacle) => obstacle !== undefined);
  const all = changes.map((change) => ({ change, step: stepOf(input, change, gate) }));
  const planned = all.map(({ step }) => step);
  const unconfirmed = planned.length === 0 ? undefined : findUnconfirmed(input, planned);
  if (unconfirmed !== undefined) return composeFinding([], [unconfirmed, ...impossible]);
  const { steps, obstacles } = sortOut(input, all, gate);
  return composeFinding(steps, [...impossible, ...obstacles], describe(defender));
}

interface Planned {
  readonly change: SettingChange;
  readonly step: WantedStep;
}

function sortOut(
  input: SubscriptionInput,
  all: readonly Planned[],
  gate: PlanGate,
): { readonly steps: readonly WantedStep[]; readonly obstacles: readonly Obstacle[] } {
  const steps: WantedStep[] = [];
  const obstacles: Obstacle[] = [];
  for (const { change, step } of all) {
    const obstacle = findObstacle(input, change, gate);
    if (obstacle === undefined) steps.push(step);
    else obstacles.push(keepBack(obstacle, { kind: 'wanted', steps: [step] }));
  }
  return { steps, obstacles };
}

function turnsDefenderOn({ name, enabled }: SettingChange): boolean {
  return name === 'WDATP' && enabled;
}

function findObstacle(input: SubscriptionInput, change: SettingChange, gate: PlanGate): Obstacle | undefined {
  const { name, enabled } = change;
  const linux = turnsDefenderOn(change) ? findUnexcludableLinux(input) : undefined;
  if (linux !== undefined) return linux;
  const turnsOn = enabled !== (name === 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW');
  if (gate.kind === 'closed' && turnsOn) return gate.obstacle;
  return judgeStep(input, stepIdOf(name));
}

/** Where WDATP is on and the setting is absent, the unified solution comes with it. */
function findUnexcludableUnified({ spec }: SubscriptionInput, defender: DefenderFacts): Obstacle | undefined {
  const { defender: wish, unified } = spec.endpoint;
  if (unified !== 'off' || wish === 'off' || endpointFactsOf(defender).unified !== 'absent') return undefined;
  const detail = 'the subscription has no setting WDATP_UNIFIED_SOLUTION';
  return { kind: 'blocked', code: 'UnifiedCannotBeExcluded', detail };
}

function describe(defender: DefenderFacts): string {
  const { state, missing } = judgeEndpointProtection(endpointFactsOf(defender));
  return missing.length === 0 ? state : `${state}, without ${missing.join(', ')}`;
}

function stepIdOf(name: SettingChange['name']): WantedStep['id'] {
  return stepIdSchema.parse(`${activity}:${name}`);
}

function stepOf({ facts }: SubscriptionInput, change: SettingChange, gate: PlanGate): WantedStep {
  const { name, enabled, why, after } = change;
  const write = {
    kind: 'putEndpointSetting',
    target: facts.target,
    name,
    body: { kind: 'DataExportSettings', properties: { enabled } },
  } as const;
  const needOf = (setting: SettingChange['name']): Need =>
    `resource:${subscriptionResourceOf({ ...write, name: setting }).toLowerCase()}`;
  return {
    id: stepIdOf(name),
    service: 'endpoint-settings',
    why,
    write,
    needs: [
      ...(change.needsPlan && gate.kind === 'comes' ? [planResourceNeed(facts.target)] : []),
      ...(after === undefined ? [] : [needOf(after)]),
    ],
    produces: [needOf(name)],
    exclusive: false,
    creates: false,
    changesDefaultToken: false,
  };
}
