import type { DefenderFacts } from '../subscription/defender-facts.ts';
import { endpointFactsOf } from '../subscription/endpoint-facts.ts';
import type { SubscriptionSpec } from '../subscription/subscription-record.ts';
import type { EndpointSettingName } from '../write/subscription-write.ts';
import { settingsToLeaveOut } from './left-out.ts';
import type { PlanGate } from './plan-gate.ts';

/** One setting that is not as wished. */
export interface SettingChange {
  readonly name: EndpointSettingName;
  readonly enabled: boolean;
  readonly why: string;
  /** It has its effect only with the plan, so it is written after it. */
  readonly needsPlan: boolean;
  /** Must be in place before: what leaves machines out comes before what reaches them. */
  readonly after: readonly EndpointSettingName[];
}

const excludeLinux = 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW';
const unifiedSolution = 'WDATP_UNIFIED_SOLUTION';

/**
 * The settings to write, in this order: Linux and the unified solution out, Defender for Endpoint, the unified solution and
 * Linux in. Absent settings are those of a subscription without a history: WDATP is off there, and covers Linux and the
 * unified solution by itself.
 */
export function changeSettings(
  defender: DefenderFacts,
  spec: SubscriptionSpec,
  gate: PlanGate,
): readonly SettingChange[] {
  const now = endpointFactsOf(defender);
  const { endpoint } = spec;
  const leavesOut = endpoint.linux === 'off' && now.excludeLinux === false;
  const letsIn = endpoint.linux === 'on' && now.excludeLinux === true;
  const out: SettingChange = { name: excludeLinux, enabled: true, why: 'Linux off', needsPlan: false, after: [] };
  const into: SettingChange = { name: excludeLinux, enabled: false, why: 'Linux on', needsPlan: true, after: [] };
  const unified = changeUnified(now, spec);
  return [
    ...(leavesOut ? [out] : []),
    ...unified.filter(({ enabled }) => !enabled),
    ...changeDefender(now.wdatp === true, endpoint.defender, gate, settingsToLeaveOut(defender, spec)),
    ...unified.filter(({ enabled }) => enabled),
    ...(letsIn ? [into] : []),
  ];
}

/** Off is written after a plan that is about to turn it on, too. */
function changeDefender(
  isOn: boolean,
  wish: SubscriptionSpec['endpoint']['defender'],
  gate: PlanGate,
  after: SettingChange['after'],
): readonly SettingChange[] {
  if (wish === 'on' && !isOn) {
    return [{ name: 'WDATP', enabled: true, why: 'Defender for Endpoint on', needsPlan: true, after }];
  }
  if (wish !== 'off' || (!isOn && gate.kind !== 'comes')) return [];
  const why = isOn ? 'Defender for Endpoint off' : 'Defender for Endpoint off, which the plan turns on';
  return [{ name: 'WDATP', enabled: false, why, needsPlan: !isOn, after: [] }];
}

/**
 * A change from Plan 2 to Plan 1 leaves it as it is ("Integrate Microsoft Defender for Endpoint", note on downgrades): what
 * waits for it to be off waits for the look after that.
 */
function changeUnified(
  { plan, unified }: ReturnType<typeof endpointFactsOf>,
  spec: SubscriptionSpec,
): readonly SettingChange[] {
  const isDowngrade = (plan === 'P2' || plan === 'standard') && spec.plan === 'P1';
  const wish = spec.endpoint.unified;
  if (wish === 'unmanaged' || unified === 'absent' || isDowngrade || unified === (wish === 'on')) return [];
  const why = `the unified solution ${wish}`;
  return [{ name: unifiedSolution, enabled: wish === 'on', why, needsPlan: wish === 'on', after: [] }];
}
