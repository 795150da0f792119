/** What Defender for Cloud once gave through the Azure Monitor agent (ama-auto-provisioning, 2022-08-03). */
export const defenderFeatureNames = [
  'EndpointAssessment',
  'AdaptiveApplicationControls',
  'FileIntegrityMonitoring',
  'FilelessAttackDetection',
] as const;
export type DefenderFeatureName = (typeof defenderFeatureNames)[number];

export interface DefenderFeature {
  readonly name: DefenderFeatureName;
  /** `retired` when the pipeline that fed it is, and no source of this list names one in its place. */
  readonly state: 'offered' | 'retired';
  /** One of these brings it: Defender for Servers Plan 2, or Defender CSPM. None brings what is retired. */
  readonly plans: readonly ('P2' | 'CSPM')[];
  /** What it needs on the machine; the Azure Monitor agent is needed by none of them any more. */
  readonly agent: 'none' | 'DefenderForEndpoint';
  /** For people: what it is today, what it was. */
  readonly detail: string;
  readonly source: string;
  /** The day of the source, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/** The deprecated policies say it in one sentence for every feature of Defender for Servers. */
const pipelineRetired = {
  state: 'retired',
  plans: [],
  agent: 'none',
  source: 'built-in policies ASC_AMA_DefaultPipeline_DINE 5.2.1 and ASC_AzureSecurity*, all marked [Deprecated]',
  asOf: '2026-04-29',
} as const;

/** The features with the plan and the agent that each needs today; data with source and date. */
export const defenderFeatures: readonly DefenderFeature[] = [
  {
    name: 'EndpointAssessment',
    state: 'offered',
    plans: ['P2', 'CSPM'],
    agent: 'none',
    detail:
      'Agentless scanning finds the EDR solution of machines in Azure, AWS and GCP, not of on-premises servers. ' +
      'The assessment by the Azure Monitor agent, a preview under the free CSPM plan, is retired.',
    source: 'Defender for Cloud, recommendations-reference-compute; "Understand endpoint detection and response"',
    asOf: '2026-06-30',
  },
  {
    ...pipelineRetired,
    name: 'AdaptiveApplicationControls',
    detail: 'Was part of Plan 2, over the Azure Monitor agent and the Azure Security agent, whose pipeline is retired.',
  },
  {
    name: 'FileIntegrityMonitoring',
    state: 'offered',
    plans: ['P2'],
    agent: 'DefenderForEndpoint',
    detail:
      'An extension of the plan, off unless it is switched on. The agent of Defender for Endpoint tells changes at once, ' +
      'agentless scanning tells them each day. The Azure Monitor agent is not needed for it any more.',
    source: 'Defender for Cloud, file-integrity-monitoring-overview (github MicrosoftDocs/defender-docs at 65843f28)',
    asOf: '2026-03-22',
  },
  {
    ...pipelineRetired,
    name: 'FilelessAttackDetection',
    detail: 'Was part of Plan 2, by the Azure Security agent beside the Azure Monitor agent; both are retired for it.',
  },
];
