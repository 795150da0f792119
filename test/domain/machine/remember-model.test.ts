import { expect, it } from 'vitest';
import { rememberModel } from '../../../src/domain/machine/remember-model.ts';
import { instance, scaleSetFacts, scaleSetMachine, vmMachine } from '../services/facts.ts';

const at = '2026-01-05T08:00:00.000Z';
const before = {
  baseline: { fingerprint: { whole: 'older', withoutLegacy: 'older' }, at: '2026-01-01T00:00:00.000Z', without: [] },
};
const facts = (...instances: ReturnType<typeof instance>[]) => scaleSetMachine({}, scaleSetFacts(0, { instances }));

it('keeps the model that every instance has, and which were protected from it', () => {
  expect(rememberModel(before, facts(instance(0), instance(1)), at)).toEqual({
    baseline: { fingerprint: { whole: 'model-1', withoutLegacy: 'model-1' }, at, without: [] },
  });
  const lacking = { hasModel: false, isProtected: true };
  expect(rememberModel(before, facts(instance(0), instance(1, lacking)), at)?.baseline.without).toEqual(['1']);
});

it('keeps what it knew while an instance lacks the model, or none was read', () => {
  expect(rememberModel(before, facts(instance(0), instance(1, { hasModel: false })), at)).toBe(before);
  expect(rememberModel(before, scaleSetMachine({}, scaleSetFacts(0, { instances: undefined })), at)).toBe(before);
  expect(rememberModel(undefined, vmMachine(), at)).toBeUndefined();
});

it('says since when, not when it was last seen', () => {
  const known = rememberModel(undefined, facts(instance(0)), at);
  expect(rememberModel(known, facts(instance(0), instance(5)), '2026-02-02T00:00:00.000Z')).toBe(known);
});

it('knows none where more are protected than a row has room for', () => {
  const lacking = Array.from({ length: 201 }, (_, id) => instance(id, { hasModel: false, isProtected: true }));
  expect(rememberModel(before, facts(...lacking), at)).toBe(before);
});
