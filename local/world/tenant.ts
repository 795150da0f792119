import type { JsonValue } from '../azure/core/types.ts';
import type { ArmClient } from './arm-client.ts';

/** A small tenant of the test's own: one group, rules for both systems, the built-in identity. */
export interface SmallTenant {
  readonly subscription: string;
  readonly region: string;
  readonly group: string;
  readonly rules: { readonly windows: string; readonly linux: string };
  readonly builtInIdentity: string;
}

/** Creates what must exist before a machine can be onboarded, by ordinary ARM requests. */
export async function seedSmallTenant(
  callAzure: ArmClient,
  subscription: string,
  region = 'westeurope',
): Promise<SmallTenant> {
  const root = `/subscriptions/${subscription}`;
  const group = `${root}/resourceGroups/fleet-rg`;
  const monitoring = `${root}/resourceGroups/monitoring-rg`;
  const identities = `${root}/resourceGroups/Built-In-Identity-RG`;
  for (const id of [group, monitoring, identities]) await put(callAzure, id, { location: region });
  const rule = (os: string): string => `${monitoring}/providers/Microsoft.Insights/dataCollectionRules/dcr-${os}`;
  await put(callAzure, rule('windows'), ruleBody(region, 'Windows'));
  await put(callAzure, rule('linux'), ruleBody(region, 'Linux'));
  const builtInIdentity = `${identities}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-${region}`;
  await put(callAzure, builtInIdentity, { location: region });
  return { subscription, region, group, rules: { windows: rule('windows'), linux: rule('linux') }, builtInIdentity };
}

async function put(callAzure: ArmClient, path: string, body: JsonValue): Promise<void> {
  const answer = await callAzure('PUT', path, { body });
  if (answer.status >= 300) throw new Error(`PUT ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

function ruleBody(location: string, kind: 'Windows' | 'Linux'): JsonValue {
  const stream = kind === 'Windows' ? 'Microsoft-Event' : 'Microsoft-Syslog';
  const windows = {
    windowsEventLogs: [{ name: 'events', streams: [stream], xPathQueries: ['System!*[System[(Level<=2)]]'] }],
  };
  const linux = { syslog: [{ name: 'syslog', streams: [stream], facilityNames: ['*'], logLevels: ['Warning'] }] };
  return {
    location,
    kind,
    properties: {
      dataSources: kind === 'Windows' ? windows : linux,
      destinations: {
        logAnalytics: [
          {
            name: 'logs',
            workspaceResourceId:
              '/subscriptions/0/resourceGroups/w/providers/Microsoft.OperationalInsights/workspaces/w',
          },
        ],
      },
      dataFlows: [{ streams: [stream], destinations: ['logs'] }],
    },
  };
}
