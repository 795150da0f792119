import { expect, it } from 'vitest';
import { releaseUnregistered } from '../../../src/domain/step/release-unregistered.ts';
import type { StepRecord } from '../../../src/domain/step/step-record.ts';
import { failedStep } from '../subscription-services/subscription-input.ts';

const refusedAt = '2026-03-01T12:00:00.000Z';
const next = '2026-03-02T12:00:00.000Z';

function step(code: string): StepRecord {
  const failure = { code, detail: 'not registered', treatment: 'hold' } as const;
  return { ...failedStep('data-collection', failure), lastAt: refusedAt, nextAttemptAt: next };
}

function released(registeredAt: string | undefined) {
  const steps = { refused: step('ProviderNotRegistered'), locked: step('ScopeLocked') };
  const row = { resourceId: '/m', steps, owned: [], notBefore: undefined, unread: undefined };
  return { row, after: releaseUnregistered(row, registeredAt) };
}

it('a step that was refused before its provider was registered is as if nothing had been; others stay', () => {
  const { row, after } = released('2026-03-01T12:00:01.000Z');
  expect(after.steps).toEqual({
    refused: { ...row.steps.refused, failure: undefined, nextAttemptAt: undefined },
    locked: row.steps.locked,
  });
});

it.each([undefined, '2026-03-01T11:59:00.000Z', refusedAt])(
  'one that was refused since then stays held (registered: %s)',
  (registeredAt) => {
    const { row, after } = released(registeredAt);
    expect(after).toEqual(row);
  },
);
