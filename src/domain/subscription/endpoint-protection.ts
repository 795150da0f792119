/** Defender's plan for servers: `standard` is the full plan, which Azure tells without a sub-plan. */
export type ServersPlan = 'free' | 'P1' | 'P2' | 'standard';

/** A setting as it was read: subscriptions without a history of the older settings do not have these at all. */
export type SettingValue = boolean | 'absent';

export interface EndpointFacts {
  readonly plan: ServersPlan;
  /** `WDATP`, the switch of the whole integration. */
  readonly wdatp: SettingValue;
  /** `WDATP_UNIFIED_SOLUTION`, for Windows Server 2012 R2 and 2016. */
  readonly unified: SettingValue;
  /** `WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW`: true keeps Linux out. */
  readonly excludeLinux: SettingValue;
}

/** The parts by the words of fleet.json; in the order in which they are turned on. */
export type EndpointPart = 'plan' | 'defender' | 'unified' | 'linux';

export interface EndpointProtection {
  readonly state: 'on' | 'partial' | 'off';
  /** What keeps it from being on. */
  readonly missing: readonly EndpointPart[];
}

/**
 * What Defender's endpoint protection of a subscription comes to: *off* without WDATP, *on* when nothing is missing, else
 * *partial*. The unified solution and Linux are on where their settings are absent, since WDATP alone covers both there.
 *
 * Sources: "Enable Defender for Endpoint integration" (2025-06-30), for which subscriptions have the older settings; the
 * built-in initiative MDC_MDE_WDATP_Settings_DINE, for the value that each shall have; settings 2022-05-01.
 */
export function judgeEndpointProtection(facts: EndpointFacts): EndpointProtection {
  const isOn: Readonly<Record<EndpointPart, boolean>> = {
    plan: facts.plan !== 'free',
    defender: facts.wdatp === true,
    unified: facts.unified !== false,
    linux: facts.excludeLinux !== true,
  };
  const parts: readonly EndpointPart[] = ['plan', 'defender', 'unified', 'linux'];
  const missing = parts.filter((part) => !isOn[part]);
  if (!isOn.defender) return { state: 'off', missing };
  return { state: missing.length === 0 ? 'on' : 'partial', missing };
}
