import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filterOf } from '../../../src/domain/events/event-filter.ts';
import { subscriptionOperations, watchedOperations } from '../../../src/domain/events/watched-operations.ts';
import { assertValidBody } from '../../azure/schema-check.ts';
import { schemaFolder } from '../../azure/schema-folder.ts';
import { type EventObject, eventNames, eventSchemas, readEvent } from '../../fixtures/events/read-event.ts';
import { eventInputs, readEventInput } from '../../fixtures/real-inputs/read-event-input.ts';
import { delivers } from './evaluate-filter.ts';

const ownAppId = 'aaaa0000-0000-4000-a000-000000000001';
const filter = filterOf([ownAppId]);
const operations = [...new Set([...Object.keys(watchedOperations), ...Object.keys(subscriptionOperations)])];

/** An event as Event Grid sends it for this operation, by a caller with these claims. */
function eventOf(operationName: string, claims: unknown = { appid: 'somebody' }, outcome = 'Success'): EventObject {
  const verb = /\/(write|delete)$/i.exec(operationName)?.[1]?.toLowerCase() ?? 'action';
  const event = readEvent('vm-write');
  const eventType = `Microsoft.Resources.Resource${verb.charAt(0).toUpperCase()}${verb.slice(1)}${outcome}`;
  return { ...event, eventType, data: { ...event.data, operationName, claims } };
}

describe('what Event Grid lets through', () => {
  it.each(operations)('C1: %s, whoever did it but us', (operation) => {
    for (const name of [operation, operation.toUpperCase()]) {
      expect(delivers(filter, eventOf(name))).toBe(true);
      expect(delivers(filter, eventOf(name, {}))).toBe(true);
      expect(delivers(filter, eventOf(name, null))).toBe(true);
      expect(delivers(filter, eventOf(name, { appid: ownAppId.toUpperCase() }))).toBe(false);
    }
  });

  it.each(eventSchemas.flatMap((schema) => eventNames.map((name) => [name, schema] as const)))(
    'C1: the event %s as %s',
    (name, schema) => {
      expect(delivers(filter, readEvent(name, schema))).toBe(true);
    },
  );

  // The caller stands in a text there, where no filter sees it: the app itself tells that it is ours.
  it.each(eventInputs)('C1: the reported event %s', (name) => {
    expect(delivers(filter, JSON.parse(readEventInput(name)))).toBe(true);
  });

  it.each(['write', 'delete'])('C1: a failed %s of an extension, and no cancelled one', (verb) => {
    const operation = `Microsoft.Compute/virtualMachines/extensions/${verb}`;
    expect(delivers(filter, eventOf(operation, {}, 'Failure'))).toBe(true);
    expect(delivers(filter, eventOf(operation, {}, 'Cancel'))).toBe(false);
  });
});

it.each([
  'Microsoft.Storage/storageAccounts/write',
  'Microsoft.Network/networkInterfaces/write',
  'Microsoft.Compute/disks/write',
  'Microsoft.Resources/deployments/write',
  'Microsoft.Resources/subscriptions/write',
  'Microsoft.Insights/diagnosticSettings/write',
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.OperationalInsights/workspaces/sharedKeys/action',
  'Microsoft.OperationalInsights/workspaces/tables/write',
  'Microsoft.EventGrid/eventSubscriptions/write',
  'Microsoft.SecurityInsights/incidents/write',
])('Event Grid keeps %s away', (operation) => {
  expect(delivers(filter, eventOf(operation))).toBe(false);
});

describe('the filter', () => {
  const valuesOf = ({ advancedFilters }: typeof filter) => advancedFilters.flatMap(({ values }) => values);

  it('holds at most 25 values, with room for as many again as a later piece may watch', () => {
    expect(valuesOf(filter).length).toBeLessThanOrEqual(15);
    expect(valuesOf(filter).every((value) => value.length <= 512)).toBe(true);
  });

  it('holds 25 at most for any number of own ids, and every watched operation still passes', () => {
    const many = filterOf(Array.from({ length: 40 }, (_, index) => `app-${index}`));
    expect(valuesOf(many)).toHaveLength(25);
    for (const operation of operations) expect(delivers(many, eventOf(operation)), operation).toBe(true);
  });

  it('names each of ours once, and does without a filter that would be empty', () => {
    expect(filterOf([ownAppId, ownAppId.toUpperCase()])).toEqual(filter);
    expect(filterOf([]).advancedFilters.map(({ operatorType }) => operatorType)).toEqual(['StringBeginsWith']);
    expect(delivers(filterOf([]), eventOf('Microsoft.Security/pricings/write', {}))).toBe(true);
  });

  it('is one that the API of event subscriptions takes', () => {
    const properties = { filter };
    assertValidBody('Microsoft.EventGrid/systemTopics/eventSubscriptions', '2025-02-15', { properties });
  });

  it.runIf(existsSync(schemaFolder))('is one that its schema would tell from a wrong one', () => {
    const wrong = { filter: { ...filter, advancedFilters: [{ operatorType: 'BeginsWith' }] } };
    expect(() =>
      assertValidBody('Microsoft.EventGrid/systemTopics/eventSubscriptions', '2025-02-15', { properties: wrong }),
    ).toThrow();
  });
});
