import { whyUnavailable } from '../cloud/is-available.ts';
import { composeFinding } from '../findings/compose-finding.ts';
import type { Obstacle } from '../findings/finding.ts';
import { judgeStep } from '../findings/judge-step.ts';
import { keepBack } from '../findings/keep-back.ts';
import { stepIdSchema } from '../ids.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import type { DefenderFacts } from '../subscription/defender-facts.ts';
import { endpointFactsOf } from '../subscription/endpoint-facts.ts';
import { judgeEndpointProtection } from '../subscription/endpoint-protection.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { findUnexcludable, keepBackBehind, settingNeed } from './left-out.ts';
import { findPlanGate, type PlanGate, planResourceNeed } from './plan-gate.ts';
import { changeSettings, type SettingChange } from './setting-changes.ts';
import { findUnconfirmed } from './tenant-consent.ts';

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
  const planned = changeSettings(defender, spec, gate).map((change) => ({ change, step: stepOf(input, change, gate) }));
  const all = planned.map(({ step }) => step);
  const impossible = findUnexcludable(input);
  const unconfirmed = all.length === 0 ? undefined : findUnconfirmed(input, all);
  if (unconfirmed !== undefined) return composeFinding([], [unconfirmed, ...impossible]);
  const isKept = ({ change }: Planned): boolean => impossible.length > 0 && turnsDefenderOn(change);
  const kept = planned.filter(isKept).map(({ step }) => step);
  const others = planned.filter((one) => !isKept(one));
  const { steps, obstacles } = sortOut(input, others, gate);
  return composeFinding(steps, [...keepBackBehind(impossible, kept), ...obstacles], describe(defender));
}

interface Planned {
  readonly change: SettingChange;
  readonly step: WantedStep;
}

function sortOut(
  input: SubscriptionInput,
  planned: readonly Planned[],
  gate: PlanGate,
): { readonly steps: readonly WantedStep[]; readonly obstacles: readonly Obstacle[] } {
  const steps: WantedStep[] = [];
  const obstacles: Obstacle[] = [];
  for (const { change, step } of planned) {
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
  const turnsOn = enabled !== (name === 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW');
  if (gate.kind === 'closed' && turnsOn) return gate.obstacle;
  return judgeStep(input, stepIdOf(name));
}

function describe(defender: DefenderFacts): string {
  const { state, missing } = judgeEndpointProtection(endpointFactsOf(defender));
  return missing.length === 0 ? state : `${state}, without ${missing.join(', ')}`;
}

function stepIdOf(name: SettingChange['name']): WantedStep['id'] {
  return stepIdSchema.parse(`${activity}:${name}`);
}

function stepOf({ facts }: SubscriptionInput, change: SettingChange, gate: PlanGate): WantedStep {
  const { target } = facts;
  const { name, enabled, why, after } = change;
  const body = { kind: 'DataExportSettings', properties: { enabled } } as const;
  return {
    id: stepIdOf(name),
    service: 'endpoint-settings',
    why,
    write: { kind: 'putEndpointSetting', target, name, body },
    needs: [
      ...(change.needsPlan && gate.kind === 'comes' ? [planResourceNeed(target)] : []),
      ...after.map((setting) => settingNeed(target, setting)),
    ],
    produces: [settingNeed(target, name)],
    exclusive: false,
    creates: false,
    changesDefaultToken: false,
  };
}
