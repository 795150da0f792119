import { objectAt, textAt } from '../core/json.ts';
import { ArmError } from '../core/request/arm-error.ts';
import type { JsonObject } from '../core/types.ts';

/** The body of a workspace, versions up to 2025-07-01. */
export const workspaceShape = {
  id: 'string',
  name: 'string',
  type: 'string',
  location: 'string',
  tags: { '*': 'string' },
  etag: 'string',
  eTag: 'string',
  identity: 'any',
  systemData: 'any',
  properties: {
    provisioningState: 'string',
    customerId: 'string',
    sku: { name: 'string', capacityReservationLevel: 'number', lastSkuUpdate: 'string' },
    retentionInDays: 'number',
    workspaceCapping: { dailyQuotaGb: 'number', quotaNextResetTime: 'string', dataIngestionStatus: 'string' },
    createdDate: 'string',
    modifiedDate: 'string',
    publicNetworkAccessForIngestion: 'string',
    publicNetworkAccessForQuery: 'string',
    forceCmkForQuery: 'boolean',
    privateLinkScopedResources: 'any',
    features: { '*': 'any' },
    defaultDataCollectionRuleResourceId: 'string',
    replication: 'any',
    failover: 'any',
  },
} as const;

const skus = ['Free', 'Standard', 'Premium', 'PerNode', 'PerGB2018', 'Standalone', 'CapacityReservation', 'LACluster'];
const accesses = ['Enabled', 'Disabled', 'SecuredByPerimeter'];

/**
 * Refuses what a workspace cannot be: its name (4 to 63 letters, digits and dashes) and the known values are those of the
 * specification (Azure/bicep-types-az, OperationalInsights 2025-07-01), the retention of 4 to 730 days is that of Azure
 * docs, "Manage data retention in a Log Analytics workspace". The words are ours.
 */
export function checkWorkspace(name: string, body: JsonObject): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/.test(name)) {
    throw invalid('workspaceName', `The workspace name '${name}' is invalid: 4 to 63 letters, digits and dashes.`);
  }
  const properties = objectAt(body, 'properties');
  const sku = textAt(objectAt(properties, 'sku'), 'name');
  if (sku !== undefined && !skus.some((known) => known.toLowerCase() === sku.toLowerCase())) {
    throw invalid('properties.sku.name', `The pricing tier '${sku}' is none of ${skus.join(', ')}.`);
  }
  const days = properties?.retentionInDays;
  if (typeof days === 'number' && (days < 4 || days > 730)) {
    throw invalid('properties.retentionInDays', `The retention of ${days} days is not between 4 and 730.`);
  }
  for (const member of ['publicNetworkAccessForIngestion', 'publicNetworkAccessForQuery']) {
    const access = textAt(properties, member);
    if (access === undefined || accesses.includes(access)) continue;
    throw invalid(`properties.${member}`, `The value '${access}' is none of ${accesses.join(', ')}.`);
  }
}

function invalid(target: string, message: string): ArmError {
  return new ArmError(400, { code: 'InvalidParameter', message, target });
}
