import { describe, expect, it } from 'vitest';
import { filterOf } from '../../../src/domain/events/event-filter.ts';
import type { SubscriptionParts } from '../../../src/domain/subscription/subscription-facts.ts';
import type { EventSubscriptionFacts } from '../../../src/domain/subscription/wiring-facts.ts';
import { eventWiringService } from '../../../src/domain/subscription-services/event-wiring.ts';
import { failedTry, stepRecord } from '../services/service-input.ts';
import { below, idsOf, inUse, madeBy, resources, root, rowOf, sharedInput, subscription } from './shared-input.ts';

const account = '/subscriptions/s/resourceGroups/amo/providers/Microsoft.Storage/storageAccounts/amostorage';
const events = {
  name: 'amo-production',
  destination: '/subscriptions/s/resourceGroups/amo/providers/Microsoft.Web/sites/amo/functions/resourceEvents',
  deadLetters: `${account}/blobServices/default/containers/dead-letters`,
  ownPrincipals: ['0000000a-0000-4000-8000-000000000000', '0000000b-0000-4000-8000-000000000000'],
};
const group = 'resourceGroups/Default-EventGrid';
const ownTopic = `${group}/providers/Microsoft.EventGrid/systemTopics/amo-${subscription}`;
const topic = {
  type: 'microsoft.eventgrid/systemtopics',
  source: root,
  topicType: 'microsoft.resources.subscriptions',
};
const theirs = rowOf('resourceGroups/platform/providers/Microsoft.EventGrid/systemTopics/all', topic);
const filter = filterOf(events.ownPrincipals);
const wired: EventSubscriptionFacts & { readonly state: 'present' } = {
  state: 'present',
  provisioningState: 'Succeeded',
  destination: events.destination,
  deadLetters: events.deadLetters,
  maxDeliveryAttempts: 30,
  eventTimeToLiveInMinutes: 1_440,
  eventDeliverySchema: 'EventGridSchema',
  expirationTimeUtc: undefined,
  filter: { ...filter, subjectBeginsWith: '', subjectEndsWith: '' },
};
const { find } = eventWiringService;
const wish = { events: 'wire' } as const;

describe('event wiring', () => {
  it('wants nothing where the file wires none', () => {
    expect(find(sharedInput({}))).toMatchObject({ kind: 'not-applicable' });
  });

  it('C1: makes group, topic and event subscription where the subscription has no topic', () => {
    const found = find(
      sharedInput(
        { ...wish, tags: { a: 'b' } },
        { events, parts: { resources: resources(inUse('westeurope linux')) } },
      ),
    );
    expect(idsOf(found)).toEqual([
      'createEventGroup:Default-EventGrid',
      'createSystemTopic:subscription',
      'wireEvents:amo-production',
    ]);
    expect(madeBy(found, 'createEventGroup:Default-EventGrid').body).toEqual({
      location: 'westeurope',
      tags: { a: 'b' },
    });
    const made = madeBy(found, 'createSystemTopic:subscription');
    expect(below(made.resourceId)).toBe(ownTopic);
    expect(made.body).toEqual({
      location: 'global',
      properties: { source: root, topicType: 'Microsoft.Resources.Subscriptions' },
      tags: { a: 'b' },
    });
  });

  it.each([
    ['fleet.json says', { ...wish, location: 'northeurope' }, inUse('westeurope linux'), 'northeurope'],
    ['machines are, by name the first', wish, inUse('westeurope linux', 'francecentral windows'), 'francecentral'],
    ['nobody says', wish, [], 'eastus'],
  ])('C1: makes the group where %s', (_, wanted, used, location) => {
    const found = find(sharedInput(wanted, { events, parts: { resources: resources(used) } }));
    expect(madeBy(found, 'createEventGroup:Default-EventGrid').body).toMatchObject({ location });
  });

  it('C1: its event subscription keeps dead letters, tries 30 times in 24 hours, and has the filter', () => {
    const made = madeBy(
      find(sharedInput(wish, { events, parts: { resources: resources([]) } })),
      'wireEvents:amo-production',
    );
    expect(below(made.resourceId)).toBe(`${ownTopic}/eventSubscriptions/amo-production`);
    expect(made.body).toEqual({
      properties: {
        destination: { endpointType: 'AzureFunction', properties: { resourceId: events.destination } },
        deadLetterDestination: {
          endpointType: 'StorageBlob',
          properties: { resourceId: account, blobContainerName: 'dead-letters' },
        },
        eventDeliverySchema: 'EventGridSchema',
        retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1_440 },
        filter,
      },
    });
  });

  it('C1: a queue is the destination where the setting names one', () => {
    const toQueue = { ...events, destination: `${account}/queueServices/default/queues/events` };
    const made = madeBy(
      find(sharedInput(wish, { events: toQueue, parts: { resources: resources([]) } })),
      'wireEvents:amo-production',
    );
    expect(made.body).toMatchObject({
      properties: {
        destination: { endpointType: 'StorageQueue', properties: { resourceId: account, queueName: 'events' } },
      },
    });
  });

  it('C1: takes the topic that is there, in whatever group and case', () => {
    const parts = {
      resources: resources([], { ...theirs, source: root.toUpperCase() }),
      wiring: { state: 'missing' },
    } as const;
    const found = find(sharedInput(wish, { events, parts }));
    expect(idsOf(found)).toEqual(['wireEvents:amo-production']);
    expect(madeBy(found, 'wireEvents:amo-production').resourceId).toBe(
      `${theirs.id}/eventSubscriptions/amo-production`,
    );
  });

  it.each([
    ['of another kind of events', { topicType: 'Microsoft.PolicyInsights.PolicyStates' }],
    ['of one of its groups', { source: `${root}/resourceGroups/app` }],
  ])('C1: a topic %s is none', (_, change) => {
    const parts = { resources: resources([], { ...theirs, ...change }), wiring: { state: 'missing' } } as const;
    expect(idsOf(find(sharedInput(wish, { events, parts })))).toContain('createSystemTopic:subscription');
  });

  it('reads the event subscription only where there is a topic', () => {
    const parts = { resources: resources([], theirs) };
    expect(find(sharedInput(wish, { events, parts }))).toEqual({ kind: 'not-read', needs: 'wiring' });
    expect(find(sharedInput(wish, { events }))).toEqual({ kind: 'not-read', needs: 'resources' });
  });

  const same: readonly [string, Partial<EventSubscriptionFacts>][] = [
    ['as it was sent', {}],
    ['with ids in another case', { destination: events.destination.toUpperCase() }],
    [
      'with a filter in another order and case',
      {
        filter: {
          ...wired.filter,
          includedEventTypes: filter.includedEventTypes.toReversed(),
          advancedFilters: filter.advancedFilters.toReversed().map((one) => ({
            ...one,
            values: one.values.toReversed().map((value) => value.toUpperCase()),
          })),
        },
      },
    ],
  ];
  it.each(same)('C1: an event subscription %s is in place', (_, change) => {
    const parts = { resources: resources([], theirs), wiring: { ...wired, ...change } };
    expect(find(sharedInput(wish, { events, parts }))).toMatchObject({ kind: 'satisfied' });
  });

  const other: readonly [string, Partial<EventSubscriptionFacts>][] = [
    ['to another function', { destination: `${events.destination}2` }],
    ['to a webhook', { destination: undefined }],
    ['without dead letters', { deadLetters: undefined }],
    ['with fewer attempts', { maxDeliveryAttempts: 5 }],
    ['with a shorter life', { eventTimeToLiveInMinutes: 60 }],
    ['in another schema', { eventDeliverySchema: 'CloudEventSchemaV1_0' }],
    ['that ends by itself', { expirationTimeUtc: '2027-01-01T00:00:00Z' }],
    ['of which the making failed', { provisioningState: 'Failed' }],
    [
      'for a part of the subscription',
      { filter: { ...wired.filter, subjectBeginsWith: `${root}/resourceGroups/app` } },
    ],
    [
      'with one more condition',
      {
        filter: {
          ...wired.filter,
          advancedFilters: [...filter.advancedFilters, { operatorType: 'StringIn', key: 'subject', values: ['x'] }],
        },
      },
    ],
    [
      'without one of the beginnings',
      {
        filter: {
          ...wired.filter,
          advancedFilters: filter.advancedFilters.map((one) => ({ ...one, values: one.values.slice(1) })),
        },
      },
    ],
  ];
  it.each(other)('C1: an event subscription %s is written anew', (_, change) => {
    const parts = { resources: resources([], theirs), wiring: { ...wired, ...change } };
    expect(idsOf(find(sharedInput(wish, { events, parts })))).toEqual(['wireEvents:amo-production']);
  });

  it('waits while Azure makes it', () => {
    const parts = { resources: resources([], theirs), wiring: { ...wired, provisioningState: 'Creating' } };
    expect(find(sharedInput(wish, { events, parts }))).toMatchObject({ kind: 'provisioning', what: 'wireEvents' });
  });

  it('C1: what we may not read is told with the whole command', () => {
    const parts = { resources: resources([], theirs), wiring: { state: 'unreadable' } } as const;
    const found = find(sharedInput(wish, { events, parts }));
    if (found.kind !== 'not-applicable') throw new Error(found.kind);
    expect(found.reason).toContain('the app may not read the event subscriptions of the topic');
    expect(found.reason).toContain(
      [
        `run: az eventgrid system-topic event-subscription create --subscription ${subscription} --resource-group platform`,
        '--system-topic-name all --name amo-production --endpoint-type azurefunction',
        `--endpoint ${events.destination} --deadletter-endpoint ${events.deadLetters}`,
        '--max-delivery-attempts 30 --event-ttl 1440',
        `--included-event-types ${filter.includedEventTypes.join(' ')}`,
        ...filter.advancedFilters.map(
          ({ key, operatorType, values }) => `--advanced-filter ${key} ${operatorType} ${values.join(' ')}`,
        ),
      ].join(' '),
    );
  });

  const later = new Date(Date.UTC(2026, 10, 29, 13)).toISOString();
  /** The finding while this step was refused so. */
  const askRefused = (step: string, code: string, detail: string, parts: SubscriptionParts): string => {
    const failure = failedTry(code, detail);
    const steps = { [step]: stepRecord({ failure, nextAttemptAt: later }, 'failed') };
    const found = find(sharedInput(wish, { events, parts, steps }));
    if (found.kind !== 'not-applicable') throw new Error(found.kind);
    return found.reason;
  };
  const makeTopic = `az eventgrid system-topic create --subscription ${subscription} --resource-group Default-EventGrid --name amo-${subscription} --source ${root} --topic-type Microsoft.Resources.Subscriptions --location global && az eventgrid system-topic event-subscription create `;

  it.each(['AuthorizationFailed', 'LinkedAuthorizationFailed', 'ScopeLocked', 'DenyAssignment', 'PolicyDenied'])(
    'C1: a topic that may not be written for %s is told, and fails nothing',
    (code) => {
      const parts = { resources: resources([], theirs), wiring: { state: 'missing' } } as const;
      const said = askRefused('wireEvents:amo-production', code, 'Azure says no', parts);
      expect(said).toContain(`events are not wired: ${code}: Azure says no. Ask the owner of `);
      expect(said).toContain(' to run: az eventgrid system-topic event-subscription create ');
    },
  );

  it('C1: where the topic itself may not be made, the command makes it first', () => {
    const parts = { resources: resources([], rowOf(group)) };
    const said = askRefused('createSystemTopic:subscription', 'ScopeLocked', 'locked', parts);
    expect(said).toContain('events are not wired: ScopeLocked: locked.');
    expect(said).toContain(`run: ${makeTopic}`);
  });

  it('C1: where its group may not be made, the command makes that before', () => {
    const parts = { resources: resources(inUse('westeurope linux')) };
    const said = askRefused('createEventGroup:Default-EventGrid', 'AuthorizationFailed', 'no', parts);
    const makeGroup = `az group create --subscription ${subscription} --name Default-EventGrid --location westeurope`;
    expect(said).toContain(`run: ${makeGroup} && ${makeTopic}`);
  });

  describe('a missing right on where events go', () => {
    const parts = { resources: resources([], theirs), wiring: { state: 'missing' } } as const;
    const right = 'Microsoft.EventGrid/EventSubscriptions/Write';
    const askLinked = (code: string, detail: string) => askRefused('wireEvents:amo-production', code, detail, parts);
    const forRole = 'to give the app the role "EventGrid Contributor" there; or whoever has it there and on';

    it('C1: is for the owner of what is named, however Azure or the app found it', () => {
      const missing = `'${right}' is missing on '${account}' (built-in role "EventGrid Contributor")`;
      for (const [code, detail] of [
        ['LinkedAuthorizationFailed', `${missing} - LinkedAuthorizationFailed: no`],
        ['AuthorizationFailed', `not sent: ${missing}`],
      ] as const) {
        expect(askLinked(code, detail)).toContain(
          `Ask the owner of ${account} ${forRole} ${theirs.id} to run: az eventgrid system-topic event-subscription create `,
        );
      }
    });

    it('C1: is for the owners of both where Azure names none', () => {
      const both = `${events.destination} and ${account}`;
      expect(askLinked('LinkedAuthorizationFailed', 'no')).toContain(`Ask the owner of ${both} ${forRole} `);
    });

    it('C1: is not what a missing right on the topic is', () => {
      const missing = "'Microsoft.EventGrid/systemTopics/eventSubscriptions/write' is missing on 'x'";
      expect(askLinked('AuthorizationFailed', missing)).toContain(`Ask the owner of ${theirs.id} to run: `);
    });
  });
});
