import { describe, expect, test } from 'vitest';
import { identityService } from '../../../src/domain/services/identity/identity.ts';
import type { ServiceHistory } from '../../../src/domain/step/step-history.ts';
import { inputOf, minutesAgo, stepRecord } from '../services/service-input.ts';

/** The identity was written, and is not seen on the machine. */
function unseen(history: Partial<ServiceHistory>): string {
  return identityService.find(inputOf({ history })).kind;
}

function written(minutes: number, ended: 'succeeded' | 'failed' = 'succeeded'): ServiceHistory['steps'] {
  const writes = [{ at: minutesAgo(minutes), bodyHash: '0123456789abcdef', ended }];
  return { attachIdentity: stepRecord({ lastAt: minutesAgo(minutes), writes }) };
}

describe('a write that has ended and is not seen', () => {
  test('is looked for again while reads may lag', () => {
    expect(unseen({ steps: written(0) })).toBe('provisioning');
    expect(unseen({ steps: written(2) })).toBe('provisioning');
  });

  test('is wanted again after that', () => {
    expect(unseen({ steps: written(3) })).toBe('wanted');
  });

  test('is looked for again when its end was read after the machine', () => {
    const operations = { attachIdentity: { state: 'succeeded' } } as const;
    expect(unseen({ steps: written(30), operations })).toBe('provisioning');
  });

  test('is wanted again at once when it had failed', () => {
    expect(unseen({ steps: written(0, 'failed') })).toBe('wanted');
  });
});
