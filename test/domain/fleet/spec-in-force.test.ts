import { expect, it } from 'vitest';
import { specInForce } from '../../../src/domain/fleet/spec-in-force.ts';
import { specOf } from '../services/service-input.ts';

it('is what is bound, else what the file would bind', () => {
  const bound = specOf({ identity: 'system', legacyAgent: 'report' });
  const asInFile = specOf({ legacyAgent: 'remove' });
  expect(specInForce(bound, asInFile)).toEqual(bound);
  expect(specInForce(undefined, asInFile)).toBe(asInFile);
  expect(specInForce(undefined, undefined)).toBeUndefined();
});

it('P4: a removal that the file no longer asks for ends at once, for machines that are bound to it, too', () => {
  const bound = specOf({ identity: 'system', legacyAgent: 'remove' });
  expect(specInForce(bound, specOf({ legacyAgent: 'remove' }))).toEqual(bound);
  expect(specInForce(bound, specOf({ legacyAgent: 'leave' }))).toEqual({ ...bound, legacyAgent: 'leave' });
  expect(specInForce(bound, specOf({ legacyAgent: 'report' }))).toEqual({ ...bound, legacyAgent: 'report' });
  expect(specInForce(bound, undefined)).toEqual({ ...bound, legacyAgent: 'report' });
});

it('instances of scale sets are upgraded or replaced only while the file says so still', () => {
  const bound = specOf({ upgradeInstances: true, acceptSurge: true });
  expect(specInForce(bound, bound)).toEqual(bound);
  expect(specInForce(bound, specOf({ upgradeInstances: true }))).toEqual({ ...bound, acceptSurge: false });
  expect(specInForce(bound, specOf({ acceptSurge: true }))).toEqual({ ...bound, upgradeInstances: false });
  expect(specInForce(specOf(), bound)).toEqual(specOf());
});
