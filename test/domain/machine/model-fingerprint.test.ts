import { expect, it } from 'vitest';
import { type JsonObject, modelFingerprint } from '../../../src/domain/machine/model-fingerprint.ts';

const ours = { name: 'agent', properties: { publisher: 'Ours', type: 'Agent', settings: { a: 1 } } };
const theirs = { name: 'setup', properties: { publisher: 'Theirs', type: 'Setup', settings: { b: 1 } } };

function setOf(changes: JsonObject = {}, properties: JsonObject = {}, profile: JsonObject = {}): JsonObject {
  return {
    id: '/set',
    etag: '"1"',
    tags: { a: 'b' },
    sku: { name: 'small', capacity: 3 },
    properties: {
      provisioningState: 'Succeeded',
      upgradePolicy: { mode: 'Manual' },
      virtualMachineProfile: {
        timeCreated: '2026-01-01',
        storageProfile: { imageReference: { sku: '1' } },
        extensionProfile: { extensions: [theirs] },
        ...profile,
      },
      ...properties,
    },
    ...changes,
  };
}

const named = (set: JsonObject): string => modelFingerprint(set, (handler) => handler === 'Ours.Agent').whole;
const extensions = (...list: JsonObject[]): JsonObject => ({ extensionProfile: { extensions: list } });

it.each<[string, JsonObject]>([
  ['our extension', setOf({}, {}, extensions(theirs, ours))],
  ['identities', setOf({ identity: { type: 'UserAssigned' } })],
  ['the number of instances', setOf({ sku: { name: 'small', capacity: 9 } })],
  ['tags and the ETag', setOf({ tags: { a: 'c' }, etag: '"7"' })],
  ['what Azure is at', setOf({}, { provisioningState: 'Updating' })],
  ['the upgrade policy', setOf({}, { upgradePolicy: { mode: 'Automatic' } })],
  ['when the profile was made', setOf({}, {}, { timeCreated: '2026-02-02' })],
  [
    'how far an extension is',
    setOf({}, {}, extensions({ ...theirs, properties: { ...theirs.properties, provisioningState: 'x' } })),
  ],
])('is the same whatever %s', (_, set) => {
  expect(named(set)).toBe(named(setOf()));
});

it('does not depend on the order of the extensions', () => {
  const more = { name: 'more', properties: { publisher: 'More', type: 'More' } };
  expect(named(setOf({}, {}, extensions(theirs, more)))).toBe(named(setOf({}, {}, extensions(more, ours, theirs))));
});

it.each<[string, JsonObject]>([
  ['the image', setOf({}, {}, { storageProfile: { imageReference: { sku: '2' } } })],
  ['the size', setOf({ sku: { name: 'large', capacity: 3 } })],
  [
    'an extension of others',
    setOf({}, {}, extensions({ ...theirs, properties: { ...theirs.properties, settings: { b: 2 } } })),
  ],
  ['an extension that is gone', setOf({}, {}, extensions())],
  ['anything that nobody here knows', setOf({}, { newInNextVersion: true })],
])('is another one after a change of %s', (_, set) => {
  expect(named(set)).not.toBe(named(setOf()));
});

it('tells the Log Analytics agent apart, whatever else is there', () => {
  const old = {
    name: 'old',
    properties: { publisher: 'Microsoft.EnterpriseCloud.Monitoring', type: 'OmsAgentForLinux' },
  };
  const of = (...list: JsonObject[]) => modelFingerprint(setOf({}, {}, extensions(...list)), () => false);
  expect(of(theirs).withoutLegacy).toBe(of(theirs).whole);
  expect(of(theirs, old).withoutLegacy).toBe(of(theirs).whole);
  expect(of(theirs, old).whole).not.toBe(of(theirs).whole);
  expect(of(old).withoutLegacy).not.toBe(of(theirs).whole);
});
