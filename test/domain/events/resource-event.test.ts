import { EventGridDeserializer } from '@azure/eventgrid';
import { describe, expect, it } from 'vitest';
import { parseResourceEvent } from '../../../src/domain/events/resource-event.ts';
import { type EventObject, eventNames, readEvent, readEventText } from '../../fixtures/events/read-event.ts';

const person = ['1950a258-227b-4e31-a9cf-717495945fc2', '3f1c0000-0000-4000-a000-0000000000aa'];
const deserializer = new EventGridDeserializer();

describe('parseResourceEvent', () => {
  it.each(eventNames)('reads the same of %s in the Event Grid schema as the SDK of Event Grid', async (name) => {
    const [expected] = await deserializer.deserializeEventGridEvents(readEventText(name, 'EventGrid'));
    const event = parseResourceEvent(readEvent(name, 'EventGrid'));
    expect(event).toMatchObject({ id: expected?.id, type: expected?.eventType, at: expected?.eventTime.toISOString() });
    expect(expected?.data).toMatchObject({ operationName: event?.operation, resourceUri: event?.resourceId });
  });

  it.each(eventNames)('reads the same of %s as a cloud event as the SDK of Event Grid', async (name) => {
    const [expected] = await deserializer.deserializeCloudEvents(readEventText(name, 'CloudEvents'));
    const event = parseResourceEvent(readEvent(name, 'CloudEvents'));
    expect(event).toMatchObject({ id: expected?.id, type: expected?.type, at: expected?.time?.toISOString() });
    expect(expected?.data).toMatchObject({ operationName: event?.operation, resourceUri: event?.resourceId });
  });

  it.each(eventNames)('reads the same of %s in both schemas', (name) => {
    expect(parseResourceEvent(readEvent(name, 'CloudEvents'))).toEqual(parseResourceEvent(readEvent(name)));
  });

  it('names the caller by application and object id, and nobody where claims are empty', () => {
    expect(parseResourceEvent(readEvent('vm-write'))?.callers).toEqual(person);
    expect(parseResourceEvent(readEvent('arc-write'))?.callers).toEqual([]);
  });

  it('takes the machine from the data, as the subject of an action carries the action', () => {
    const event = parseResourceEvent(readEvent('vm-start'));
    expect(event?.resourceId).toMatch(/\/virtualMachines\/web-01$/);
    const { resourceUri, ...data } = readEvent('vm-start').data;
    expect(parseResourceEvent({ ...readEvent('vm-start'), data })?.resourceId).toBe(`${String(resourceUri)}/start`);
  });

  it('does without a subject, without a time and with claims of any kind', () => {
    const { subject, time, ...event } = readEvent('vm-write', 'CloudEvents');
    const claims = { appid: 7, groups: ['a'], oid: '' };
    const parsed = parseResourceEvent({ ...event, data: { ...event.data, claims } });
    expect(parsed).toMatchObject({ at: undefined, resourceId: event.data.resourceUri, callers: [] });
    expect(parseResourceEvent({ ...event, data: { ...event.data, claims: null } })?.callers).toEqual([]);
    const strange = { claims: '{}', correlationId: 7 };
    expect(parseResourceEvent({ ...event, data: { ...event.data, ...strange } })).toMatchObject({ callers: [] });
    expect([subject, time]).not.toContain(undefined);
  });

  it('does without a subject in the Event Grid schema too, when the data names the resource', () => {
    const { subject, ...event } = readEvent('vm-write');
    expect(parseResourceEvent(event)?.resourceId).toBe(event.data.resourceUri);
    expect(subject).toBeDefined();
  });

  it('reads a time with an offset, as the Functions host rewrites it', () => {
    const event = { ...readEvent('vm-write'), eventTime: '2026-01-05T08:01:12.3456789+00:00' };
    expect(parseResourceEvent(event)?.at).toBe('2026-01-05T08:01:12.345Z');
  });

  const broken: readonly [string, (event: EventObject) => unknown][] = [
    ['nothing', () => undefined],
    ['a text', () => 'event'],
    ['an array', (event) => [event]],
    ['an event without data', ({ data, ...event }) => ({ ...event, was: data.status })],
    ['an event with data that is text', (event) => ({ ...event, data: 'text' })],
    ['an event without an operation', (event) => ({ ...event, data: { ...event.data, operationName: undefined } })],
    ['an event without a resource', (event) => ({ ...event, subject: '', data: { ...event.data, resourceUri: '' } })],
    ['a resource id of 4 KB', (event) => ({ ...event, data: { ...event.data, resourceUri: '/x'.repeat(2_048) } })],
    [
      'an event of another cloud events version',
      ({ eventType, ...event }) => ({ ...event, specversion: '0.3', type: eventType }),
    ],
  ];

  it.each(broken)('does not read %s', (_, breakIt) => {
    expect(parseResourceEvent(breakIt(readEvent('vm-write')))).toBeUndefined();
  });
});
