/** Defender for Cloud as the subscription has it (Microsoft.Security pricings 2024-01-01, settings 2022-05-01). */
export interface DefenderFacts {
  readonly plan: PlanFacts;
  /** `enabled` by name, as far as Azure lists them: the legacy ones are absent in younger subscriptions. */
  readonly settings: Readonly<Record<string, boolean>>;
}

/** The plan of Defender for Servers: pricing `VirtualMachines`. */
export interface PlanFacts {
  /** `Free` or `Standard`. */
  readonly pricingTier: string;
  /** `P1`, `P2`; undefined for the full plan of old, and for Free. */
  readonly subPlan: string | undefined;
  /** `True` or `False`, as Azure writes it. */
  readonly enforce: string | undefined;
  /** As Azure returned them, unknown members included: they are sent back whole. */
  readonly extensions: readonly PlanExtension[];
  /** Who manages the plan instead of its owner, where Azure says so. */
  readonly managedBy: string | undefined;
  /** `FullyCovered`, `PartiallyCovered`, `NotCovered`: machines can have a plan of their own. */
  readonly coverage: string | undefined;
}

export interface PlanExtension {
  readonly name: string;
  /** `True` or `False`. */
  readonly isEnabled: string;
  readonly additionalExtensionProperties: Readonly<Record<string, unknown>> | undefined;
  /** `Succeeded` or `Failed`, with Azure's words: a plan that was written can have failed in part. */
  readonly operationStatus: { readonly code: string; readonly message: string | undefined } | undefined;
}

/** Which scanner assesses the vulnerabilities of servers (serverVulnerabilityAssessmentsSettings 2023-05-01). */
export interface VulnerabilityAssessmentFacts {
  /** `MdeTvm`; undefined where nobody has chosen one. */
  readonly selectedProvider: string | undefined;
}

/** The retired switch by which Defender installs the Log Analytics agent (autoProvisioningSettings 2017-08-01-preview). */
export interface AutoProvisioningFacts {
  /** `On` or `Off`. */
  readonly autoProvision: string;
}

/** The same as a row keeps it. */
export interface AutoProvisioningReading extends AutoProvisioningFacts {
  /** App time, ISO-8601 UTC. */
  readonly readAt: string;
}

/** How many machines have a plan of their own, which is not the subscription's. */
export interface OwnPlanFacts {
  readonly free: number;
  readonly standard: number;
  /** Of so many it is known. */
  readonly asked: number;
  /** Of so many in all; undefined where that could not be read. */
  readonly machines: number | undefined;
}
