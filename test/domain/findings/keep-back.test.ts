import { expect, it } from 'vitest';
import type { Obstacle } from '../../../src/domain/findings/finding.ts';
import { keepBackAll, keptBackOf } from '../../../src/domain/findings/keep-back.ts';
import { legacyProvisioningService } from '../../../src/domain/subscription-services/legacy-provisioning.ts';
import { inputOf, stepsOf } from '../subscription-services/subscription-input.ts';

const parts = { autoProvisioning: { autoProvision: 'On' } };
const [step] = stepsOf(legacyProvisioningService.find(inputOf({ wish: { legacyAutoProvisioning: 'off' }, parts })));

it('what stood in the way before is heard beside what keeps all back, and each write is planned once', () => {
  if (step === undefined) throw new Error('nothing is wanted');
  const before: Obstacle = { kind: 'blocked', code: 'PlanNotOn', detail: 'x', keptBack: [step] };
  const found = keepBackAll(
    { kind: 'blocked', code: 'PolicyConflict', detail: 'y' },
    { steps: [{ ...step, why: 'another' }], also: [before] },
  );
  expect(found).toMatchObject({ code: 'PolicyConflict', also: [before] });
  expect(keptBackOf(found).map(({ why }) => why)).toEqual(['another', step.why]);
});
