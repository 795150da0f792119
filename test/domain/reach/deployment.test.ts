import { expect, it, test } from 'vitest';
import { deploymentOf } from '../../../src/domain/reach/deployment.ts';

const endpoint = (provisioningState: string | undefined) => ({
  ...{ publisher: 'Microsoft.Azure.AzureDefenderForServers', type: 'MDE.Linux', provisioningState },
});
const falcon = { publisher: 'CrowdStrike.Falcon', type: 'FalconSensorLinux', provisioningState: 'Succeeded' };

test.each([
  ['Succeeded', 'installed'],
  ['succeeded', 'installed'],
  ['Failed', 'failed'],
  ['Canceled', 'failed'],
  ['Creating', 'inProgress'],
  ['Updating', 'inProgress'],
  ['Deleting', 'inProgress'],
] as const)('E13: an extension that is %s is %s', (provisioningState, state) => {
  const deployment = deploymentOf({ isOff: false, extensions: [falcon, endpoint(provisioningState)] });
  expect(deployment).toEqual({ state, reason: undefined });
});

test.each(['Odd', undefined])('E13: one whose state is %s is not known, and never installed', (provisioningState) => {
  const deployment = deploymentOf({ isOff: false, extensions: [endpoint(provisioningState)] });
  expect(deployment.state).toBe('unknown');
  expect(deployment.reason).toContain(provisioningState ?? 'without a state');
});

it('E13: a machine without it says why, as far as that shows', () => {
  const none = { state: 'absent', reason: undefined };
  expect(deploymentOf({ isOff: false, extensions: [] })).toEqual(none);
  expect(deploymentOf({ isOff: true, extensions: [] }).reason).toBe('the machine is off or disconnected');
  expect(deploymentOf({ isOff: true, extensions: [falcon] }).reason).toMatch(/^another EDR: CrowdStrike Falcon/);
  expect(deploymentOf({ isOff: true, extensions: [endpoint('Creating')] }).reason).toContain('off');
});
