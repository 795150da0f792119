import { expect, it } from 'vitest';
import { installStepId, removeStepId } from '../../../src/domain/services/ama/agent-steps.ts';
import { extensionTypeOfStep } from '../../../src/domain/services/extension-type-of-step.ts';

it.each([
  [installStepId('linux'), 'AzureMonitorLinuxAgent'],
  [installStepId('windows'), 'AzureMonitorWindowsAgent'],
  [removeStepId('AzureMonitorLinuxAgent'), 'AzureMonitorLinuxAgent'],
  ['attachIdentity', undefined],
  ['associateDataCollectionRule:0a1b2c3d', undefined],
  ['installExtension', undefined],
  ['installExtension:', undefined],
])('the extension type of %s is %s', (stepId, type) => {
  expect(extensionTypeOfStep(stepId)).toBe(type);
});
