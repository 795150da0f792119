import type { EventKind, ResourceEvent } from '../core/types.ts';

export type EventSchema = 'EventGridSchema' | 'CloudEventSchemaV1_0';

/** An event of a subscription's system topic, before it is put into one of the two schemas. */
export interface TopicEvent {
  readonly id: string;
  readonly eventType: string;
  readonly subject: string;
  readonly topic: string;
  readonly eventTime: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const objectIdClaim = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const kindNames: Readonly<Record<EventKind, string>> = { write: 'Write', delete: 'Delete', action: 'Action' };

/**
 * Makes the event that Azure Resource Manager publishes for an operation: no resource payload, the caller in `claims`.
 * Source: Azure docs, "Azure subscription as an Event Grid source".
 */
export function topicEventOf(event: ResourceEvent, id: string): TopicEvent {
  const subject = subjectOf(event);
  return {
    id,
    eventType: `Microsoft.Resources.Resource${kindNames[event.kind]}${event.outcome}`,
    subject,
    topic: `/subscriptions/${event.subscriptionId}`,
    eventTime: new Date(event.atMs).toISOString(),
    data: {
      authorization: { scope: subject, action: event.operationName, evidence: { role: 'Contributor' } },
      claims: { appid: event.principal.clientId, [objectIdClaim]: event.principal.objectId },
      correlationId: event.correlationId,
      httpRequest: {
        clientRequestId: event.clientRequestId ?? '',
        clientIpAddress: '127.0.0.1',
        method: event.method,
        url: event.url,
      },
      resourceProvider: event.operationName.split('/')[0] ?? '',
      resourceUri: subject,
      operationName: event.operationName,
      status: event.outcome === 'Success' ? 'Succeeded' : 'Failed',
      subscriptionId: event.subscriptionId,
      tenantId: event.principal.tenantId,
    },
  };
}

/** The JSON value of the event in the schema that the event subscription asked for. */
export function inSchema(event: TopicEvent, schema: EventSchema): Record<string, unknown> {
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
function subjectOf({ kind, resourceUri }: ResourceEvent): string {
  return kind === 'write' ? resourceUri.replace(/\/resourceGroups\//i, '/resourcegroups/') : resourceUri;
}
