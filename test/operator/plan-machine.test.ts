import { expect, it } from 'vitest';
import { planMachine } from '../../src/operator/plan-machine.ts';
import { minutesAgo, stepRecord } from '../domain/services/service-input.ts';
import { createStepRig, install, type StepRig } from '../look/step-rig.ts';

const url = 'https://management.azure.com/operations/1';

/** A VM whose install Azure accepted two minutes ago; the extension is not there. */
async function installing(): Promise<StepRig> {
  const at = minutesAgo(2);
  const writes = [{ at, bodyHash: '0123456789abcdef', ended: 'accepted' }] as const;
  const rig = await createStepRig();
  await rig.change({ steps: { [install]: stepRecord({ lastAt: at, operationUrl: url, writes }) }, lastLookAt: at });
  return rig;
}

it('is made from how the operations of our writes ended, as a look is', async () => {
  const rig = await installing();
  const message = 'The system is busy with another package operation.';
  rig.azure.operations.set(url, { state: 'failed', code: 'VMExtensionProvisioningError', message });
  expect(await planMachine(rig.ports, await rig.row())).toMatchObject({
    kind: 'planned',
    record: {
      steps: { [install]: { operationUrl: undefined, failure: { detail: expect.stringContaining(message) } } },
    },
  });
});

it('wants nothing of what Azure still works on', async () => {
  const rig = await installing();
  rig.azure.operations.set(url, { state: 'running' });
  const plan = await planMachine(rig.ports, await rig.row());
  expect(plan.kind === 'planned' && plan.steps.map(({ step }) => step)).not.toContain(install);
});

it('changes neither the row nor Azure', async () => {
  const rig = await createStepRig();
  const before = await rig.row();
  const plan = await planMachine(rig.ports, before);
  expect(plan).toMatchObject({
    kind: 'planned',
    steps: expect.arrayContaining([expect.objectContaining({ step: install })]),
  });
  expect(await rig.row()).toEqual(before);
  expect(rig.azure.sent).toEqual([]);
});
