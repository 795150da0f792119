import { defaultSubscriptionId } from '../simulator.ts';
import type { SeedInput } from './seed-schema.ts';

const westeurope = 'westeurope';
const northeurope = 'northeurope';
const swedencentral = 'swedencentral';
const troubled = { group: 'rg-trouble', ageHours: 4 } as const;
const scope = `/subscriptions/${defaultSubscriptionId}`;
const kubernetes = `${scope}/resourceGroups/rg-app/providers/Microsoft.ContainerService/managedClusters/shop`;
const databricks = `${scope}/resourceGroups/rg-app/providers/Microsoft.Databricks/workspaces/analytics`;

/** Machines of the demo that cannot, may not or will not be onboarded at once, each named after its trouble. */
export const demoTroubles: Pick<SeedInput, 'groups' | 'identities' | 'machines' | 'access' | 'faults'> = {
  groups: [
    { name: 'rg-trouble', region: westeurope },
    { name: 'MC_rg-app_shop_westeurope', region: westeurope, managedBy: kubernetes },
    { name: 'databricks-rg-analytics', region: westeurope, managedBy: databricks },
  ],
  identities: [{ name: 'id-payments', group: 'rg-trouble', region: westeurope }],
  machines: [
    { kind: 'vm', name: 'off-01', ...troubled, region: westeurope, os: 'windows', power: 'deallocated' },
    { kind: 'vm', name: 'off-02', ...troubled, region: northeurope, power: 'stopped' },
    { kind: 'vm', name: 'vanishing-01', ...troubled, region: northeurope },
    { kind: 'vm', name: 'exit51-01', ...troubled, region: northeurope },
    { kind: 'vm', name: 'flaky-01', ...troubled, region: northeurope, os: 'windows' },
    { kind: 'vm', name: 'busy-01', ...troubled, region: westeurope },
    { kind: 'vm', name: 'conflict-01', ...troubled, region: westeurope },
    { kind: 'vm', name: 'throttled-01', ...troubled, region: northeurope },
    {
      kind: 'vm',
      name: 'old-image-01',
      ...troubled,
      region: westeurope,
      image: { publisher: 'credativ', offer: 'Debian', sku: '8', version: 'latest' },
    },
    {
      kind: 'vm',
      name: 'client-01',
      ...troubled,
      region: westeurope,
      os: 'windows',
      image: { publisher: 'MicrosoftWindowsDesktop', offer: 'windows-7', sku: 'win7-enterprise', version: 'latest' },
    },
    { kind: 'vm', name: 'foreign-id-01', ...troubled, region: westeurope, identities: ['id-payments'] },
    { kind: 'vm', name: 'aks-node-01', ageHours: 4, group: 'MC_rg-app_shop_westeurope', region: westeurope },
    { kind: 'vm', name: 'databricks-01', ageHours: 4, group: 'databricks-rg-analytics', region: westeurope },
    {
      kind: 'vm',
      name: 'foreign-ext-01',
      ...troubled,
      region: westeurope,
      extensions: [
        {
          name: 'setup',
          publisher: 'Microsoft.Azure.Extensions',
          type: 'CustomScript',
          typeHandlerVersion: '2.1',
          exitCode: 1,
        },
        {
          name: 'monitoring',
          publisher: 'Microsoft.Azure.Monitor',
          type: 'AzureMonitorLinuxAgent',
          typeHandlerVersion: '1.36',
          exitCode: 1,
        },
      ],
    },
    {
      kind: 'vm',
      name: 'edr-01',
      ...troubled,
      region: westeurope,
      extensions: [{ publisher: 'Crowdstrike.Falcon', type: 'FalconSensorLinux', typeHandlerVersion: '1.0' }],
    },
    { kind: 'vm', name: 'appliance-01', ...troubled, region: westeurope },
    { kind: 'vm', name: 'locked-01', ...troubled, region: westeurope, lock: 'ReadOnly' },
    { kind: 'vm', name: 'denied-01', ...troubled, region: northeurope },
    { kind: 'vm', name: 'no-identity-01', ...troubled, region: swedencentral },
    {
      kind: 'arc',
      name: 'guarded-01',
      ...troubled,
      region: westeurope,
      os: 'windows',
      allowList: [{ publisher: 'Microsoft.Compute', type: 'CustomScriptExtension' }],
    },
    {
      kind: 'arc',
      name: 'laptop-01',
      ...troubled,
      region: westeurope,
      os: 'windows',
      osSku: 'Windows 11 Enterprise',
      osEdition: 'enterprise',
    },
    { kind: 'arc', name: 'offline-01', ...troubled, region: westeurope, status: 'Disconnected' },
    { kind: 'arc', name: 'expired-01', ...troubled, region: northeurope, os: 'windows', status: 'Expired' },
  ],
  access: [
    {
      kind: 'denyAssignment',
      name: 'deployment stack "core"',
      scope: `${scope}/resourceGroups/rg-trouble/providers/Microsoft.Compute/virtualMachines/denied-01`,
    },
  ],
  faults: [
    { method: 'PUT', path: '**/virtualMachines/vanishing-01/extensions/*', deleteMachineAfterMs: 20_000 },
    { method: 'PUT', path: '**/virtualMachines/busy-01/extensions/*', preset: 'busy', times: 2 },
    { method: 'PUT', path: '**/virtualMachines/conflict-01/extensions/*', preset: 'versionConflict', times: 1_000_000 },
    {
      method: ['PUT', 'PATCH'],
      path: '**/virtualMachines/throttled-01**',
      principal: 'app',
      preset: 'throttled',
      retryAfter: 60,
      times: 2,
    },
    { extension: { machine: 'exit51-01', type: 'AzureMonitor*' }, outcome: { exitCode: 51 } },
    { extension: { machine: 'foreign-ext-01', type: 'AzureMonitor*' }, outcome: { exitCode: 1 } },
    {
      extension: { machine: 'flaky-01', type: 'AzureMonitor*' },
      times: 1,
      outcome: { exitCode: 1, message: 'The package download timed out.' },
    },
  ],
};
