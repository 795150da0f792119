import { expect, test } from 'vitest';
import { classifyEvent } from '../../../src/domain/events/classify-event.ts';
import { parseResourceEvent } from '../../../src/domain/events/resource-event.ts';
import { eventInputs, readEventInput } from '../../fixtures/real-inputs/read-event-input.ts';
import { fleetOf } from '../look/look-fixture.ts';

const subscription = '5b5c0000-0000-4000-a000-000000000001';
const ourAppId = 'aaaa0000-0000-4000-a000-000000000001';
const web = { kind: 'vm', resourceGroup: 'fleet-rg', name: 'web-01' };

/** What each owes; a file without a line here fails. */
const meanings: Readonly<Record<string, object>> = {
  'v03-own-write-claims-as-json-text': { kind: 'ignored', reason: 'Ours' },
  'v08-tags-write-on-vm': { kind: 'look', target: 'machine', machine: web },
  'v09-reapply': { kind: 'look', target: 'machine', machine: web },
  'v10-reimage': { kind: 'look', target: 'machine', machine: web },
};

function classify(name: string, ownPrincipals: readonly string[]): object {
  const event = parseResourceEvent(JSON.parse(readEventInput(name)));
  return classifyEvent(event, {
    fleet: fleetOf({ scope: { subscriptions: [subscription] } }),
    ownPrincipals,
    nowMs: 0,
  });
}

test('every input has its value', () => {
  expect(eventInputs).toEqual(Object.keys(meanings));
});

test.each(eventInputs)('%s means what it should', (name) => {
  expect(classify(name, [ourAppId])).toMatchObject(meanings[name] ?? { kind: 'no value for it' });
});

test('the same write by another app owes its machine a look, though its claims are text', () => {
  expect(classify('v03-own-write-claims-as-json-text', ['another'])).toMatchObject({ kind: 'look', machine: web });
});
