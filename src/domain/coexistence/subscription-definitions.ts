import { beside, deploys, type KnownDefinition } from './known-definition.ts';

/**
 * Built-in definitions about subscriptions and the plans of single machines, by id. None has a parameter for a value
 * that it sets but `subPlan` and `isAgentlessVmScanningEnabled`.
 * Source: Azure/azure-policy, built-in-policies/policyDefinitions, folders Security Center and Security Center - Granular
 * Pricing, read 2026-11-29.
 */
export const subscriptionDefinitions: Readonly<Record<string, KnownDefinition>> = {
  // ASC_Azure_Defender_Servers_PlanP1P2_ParamBased, _Full_Features, and the one without a plan
  '5f57b753-04b4-4e5e-aa31-c8888984497a': deploys('plan', 'subscription', plan('P2', true)),
  '5eb6d64a-4086-4d7a-92da-ec51aed0332d': deploys('plan', 'subscription', plan('P2', false)),
  '8e86a5b6-b9bd-49d1-8e21-4bb8a0862222': deploys('plan', 'subscription', plan(undefined, false)),
  'ac076320-ddcf-4066-b451-6154267e8ad2': deploys('plan', 'subscription', beside('Defender for Cloud, free')),
  // ASC_Azure_Defender_Servers_*_ResourceLevel*
  '1b8c0040-b224-4ea1-be6a-47254dd5a207': deploys('plan', 'machine', { kind: 'planOfMachines' }),
  '9e4879d9-c2a0-4e40-8017-1a5a5327c843': deploys('plan', 'machine', { kind: 'planOfMachines' }),
  '080fedce-9d4a-4d07-abf0-9f036afbc9c8': deploys('plan', 'machine', { kind: 'planOfMachines' }),
  'f6ff485a-7630-4730-854d-cd3ad855435e': deploys('plan', 'machine', { kind: 'planOfMachines' }),
  // The settings of Defender for Endpoint; for Linux the wanted value is false
  'da56d295-2889-41ce-a4cd-6f50fb93aa68': setting('WDATP', true),
  '48666c5d-cec1-4043-ab6b-1be05abb24f2': setting('WDATP_UNIFIED_SOLUTION', true),
  'f9e2bd2f-47c7-4059-8265-c5292aa62c8a': setting('WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW', false),
  // ASC_Automatic_provisioning_log_analytics_monitoring_agent, with the default and with a custom workspace
  '6df2fee6-a9ed-4fef-bced-e13be1b25f1c': deploys('settings', 'subscription', { kind: 'autoProvisioning' }),
  '8e7da0a5-0a0e-4bbc-bfc0-7773c018b616': deploys('settings', 'subscription', { kind: 'autoProvisioning' }),
};

function plan(subPlan: 'P2' | undefined, enforces: boolean): KnownDefinition['aim'] {
  return { kind: 'plan', subPlan, enforces };
}

function setting(name: Extract<KnownDefinition['aim'], { kind: 'setting' }>['name'], enabled: boolean) {
  return deploys('settings', 'subscription', { kind: 'setting', name, enabled });
}
