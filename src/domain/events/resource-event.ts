import { z } from 'zod';

const objectIdClaim = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

/** What only explains an event is dropped when it cannot be read: the look that it owes must not hang on it. */
const dataSchema = z.object({
  resourceUri: z.string().max(2_048).optional(),
  operationName: z.string().max(256),
  correlationId: z.string().max(128).optional().catch(undefined),
  claims: z.preprocess(parseText, z.record(z.string(), z.unknown())).nullish().catch(undefined),
});

/** Some senders give the claims as JSON text. */
function parseText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

const eventGridSchema = z.object({
  id: z.string().max(256),
  eventType: z.string().max(128),
  eventTime: z.string().max(64),
  subject: z.string().max(2_048).optional(),
  data: dataSchema,
});

const cloudEventSchema = z.object({
  id: z.string().max(256),
  specversion: z.literal('1.0'),
  type: z.string().max(128),
  time: z.string().max(64).optional(),
  subject: z.string().max(2_048).optional(),
  data: dataSchema,
});

/** What this product reads of an Azure resource event, whichever schema carried it. */
export interface ResourceEvent {
  readonly id: string;
  /** E.g. `Microsoft.Resources.ResourceWriteSuccess`. */
  readonly type: string;
  /** ISO-8601 UTC; undefined where the sender gave none that can be read. */
  readonly at: string | undefined;
  readonly resourceId: string;
  readonly operation: string;
  readonly correlationId: string | undefined;
  /** Object id and app id of the caller, lower-case; claims can be empty. */
  readonly callers: readonly string[];
}

/** Reads an event in the Event Grid schema or as CloudEvents 1.0; undefined when it is neither. */
export function parseResourceEvent(value: unknown): ResourceEvent | undefined {
  const cloud = cloudEventSchema.safeParse(value);
  if (cloud.success) {
    const { id, type, time, subject, data } = cloud.data;
    return toEvent({ id, type, time, resourceId: data.resourceUri || subject, data });
  }
  const grid = eventGridSchema.safeParse(value);
  if (!grid.success) return undefined;
  const { id, eventType, eventTime, subject, data } = grid.data;
  return toEvent({ id, type: eventType, time: eventTime, resourceId: data.resourceUri || subject, data });
}

function toEvent(raw: {
  readonly id: string;
  readonly type: string;
  readonly time: string | undefined;
  readonly resourceId: string | undefined;
  readonly data: z.infer<typeof dataSchema>;
}): ResourceEvent | undefined {
  if (raw.resourceId === undefined || raw.resourceId === '') return undefined;
  const timeMs = Date.parse(raw.time ?? '');
  return {
    id: raw.id,
    type: raw.type,
    at: Number.isNaN(timeMs) ? undefined : new Date(timeMs).toISOString(),
    resourceId: raw.resourceId,
    operation: raw.data.operationName,
    correlationId: raw.data.correlationId,
    callers: [raw.data.claims?.appid, raw.data.claims?.[objectIdClaim], raw.data.claims?.oid].flatMap((claim) =>
      typeof claim === 'string' && claim !== '' ? [claim.toLowerCase()] : [],
    ),
  };
}
