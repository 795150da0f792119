import type { ChangeKind, ResourceChange } from './resource-change.ts';

export type EventSchema = 'EventGridSchema' | 'CloudEventSchemaV1_0';

/** An event of a subscription's system topic, before it is put into one of the two schemas. */
export interface ResourceEvent {
  readonly id: string;
  readonly eventType: string;
  readonly subject: string;
  readonly topic: string;
  readonly eventTime: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const objectIdClaim = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

/**
 * Makes the event that Azure Resource Manager publishes for a change: no resource payload, the caller in `claims`.
 * Source: Azure docs, "Azure subscription as an Event Grid source".
 */
export function resourceEventOf(change: ResourceChange, id: string, atMs: number): ResourceEvent {
  const subject = subjectOf(change.kind, change.resourceId);
  return {
    id,
    eventType: `Microsoft.Resources.Resource${change.kind}Success`,
    subject,
    topic: `/subscriptions/${change.subscriptionId}`,
    eventTime: new Date(atMs).toISOString(),
    data: {
      authorization: { scope: subject, action: change.operationName, evidence: { role: 'Contributor' } },
      claims: change.caller ? { appid: change.caller.clientId, [objectIdClaim]: change.caller.objectId } : {},
      correlationId: change.correlationId,
      httpRequest: {
        clientRequestId: change.correlationId,
        clientIpAddress: '127.0.0.1',
        method: change.method,
        url: change.url,
      },
      resourceProvider: change.operationName.split('/')[0] ?? '',
      resourceUri: subject,
      operationName: change.operationName,
      status: 'Succeeded',
      subscriptionId: change.subscriptionId,
      tenantId: change.tenantId,
    },
  };
}

/** The JSON value of the event in the schema that the event subscription asked for. */
export function inSchema(event: ResourceEvent, schema: EventSchema): Record<string, unknown> {
  if (schema === 'EventGridSchema') return { ...event, dataVersion: '2', metadataVersion: '1' };
  return {
    id: event.id,
    source: event.topic,
    specversion: '1.0',
    type: event.eventType,
    subject: event.subject,
    time: event.eventTime,
    data: event.data,
  };
}

/** Azure spells `resourcegroups` in lower case in write events and not in others: readers must not care. */
function subjectOf(kind: ChangeKind, resourceId: string): string {
  return kind === 'Write' ? resourceId.replace(/\/resourceGroups\//i, '/resourcegroups/') : resourceId;
}
