import { expect, it } from 'vitest';
import type { Screen } from '../../../../local/start/screen.ts';
import { approveHeldSwitch, type SwitchView } from '../../../../local/start/tour/approve-held-switch.ts';

const held = { key: 'k1', name: 'Production', status: 'Held', code: 'ReachesProtectedMachines', hint: 'decide' };
const off = { ...held, endpointProtection: { state: 'off' } };
const on = { ...off, status: 'Configured', code: null, hint: null, endpointProtection: { state: 'on' } };
const cluster = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/shop';
const machines = [
  { id: '/m/web-02', name: 'web-02', group: 'wanted', why: 'profile production', isOff: false },
  { id: '/m/edr-01', name: 'edr-01', group: 'otherEdr', why: 'CrowdStrike Falcon', isOff: false },
  { id: '/m/web-01', name: 'web-01', group: 'wanted', why: 'profile production', isOff: false },
  { id: '/m/node-01', name: 'node-01', group: 'excluded', why: `managed by ${cluster}`, isOff: true },
] as const;
const plan = [{ step: 'setEndpointSetting:WDATP', action: 'settings/write', verdict: 'waiting', body: { on: true } }];

/** An instance whose app writes the switch so often once it was approved, and what it was asked. */
function instanceWith(subscription: typeof off | typeof on, switchWrites = 1) {
  const approvals: string[][] = [];
  const view: SwitchView = {
    speed: 60,
    holdsSwitch: true,
    appClient: {
      subscriptions: async () => [subscription],
      subscription: async () => (approvals.length === 0 ? subscription : on),
      reachOf: async () => ({ reach: { reachHash: 'h1' }, machines }),
      planOf: async () => plan,
      approveReach: async (...asked) => void approvals.push(asked),
    },
    azureClient: {
      appCalls: async () => [
        {
          operation: 'Microsoft.Security/settings/write',
          method: 'PUT',
          status: 200,
          principal: 'app',
          count: approvals.length === 0 ? 2 : 2 + switchWrites,
        },
      ],
      callAzure: async (_, __, path) => ({
        status: approvals.length > 0 && path.startsWith('/m/edr-01/extensions/MDE.Linux') ? 200 : 404,
        body: {},
      }),
    },
  };
  return { view, approvals };
}

function screenInto(lines: string[]): Screen {
  return { line: (text = '') => void lines.push(text), live: () => undefined, end: () => undefined };
}

it('shows what is held, whom it would reach and what would be sent, and approves exactly that list', async () => {
  const { view, approvals } = instanceWith(off);
  const lines: string[] = [];
  await approveHeldSwitch(view, screenInto(lines));
  expect(lines).toEqual([
    '   GET /api/subscriptions/Production',
    '   Production is Held (ReachesProtectedMachines).',
    '   Hint: decide',
    '   GET /api/subscriptions/Production/reach, read now and by name:',
    '      2  wanted: web-01, web-02',
    '      1  otherEdr: edr-01 (CrowdStrike Falcon)',
    '      1  excluded: node-01 (managed by shop)',
    '   POST /api/subscriptions/Production/plan',
    '   setEndpointSetting:WDATP (settings/write): waiting; the body would be {"on":true}',
    '   POST /api/subscriptions/Production/approve-reach {"reachHash":"h1","why":"agreed with their owners"}',
    '   Production is Configured, endpoint protection on; the switch was written with 1 write.',
    '   Defender for Cloud has installed MDE.Linux on edr-01.',
  ]);
  expect(approvals).toEqual([['k1', 'h1', 'agreed with their owners']]);
});

it('ends the tour when the switch was written twice', async () => {
  const { view } = instanceWith(off, 2);
  await expect(approveHeldSwitch(view, screenInto([]))).rejects.toThrow('The switch was written 2 times, not once.');
});

it('approves nothing in a tenant where nothing is held', async () => {
  const { view, approvals } = instanceWith(on);
  const lines: string[] = [];
  await approveHeldSwitch({ ...view, holdsSwitch: false }, screenInto(lines));
  expect(lines).toEqual(['   No subscription of this tenant has such a switch: the demo has one.']);
  expect(approvals).toEqual([]);
});

it('ends the tour of the demo when nothing is held', async () => {
  const { view, approvals } = instanceWith(on);
  await expect(approveHeldSwitch(view, screenInto([]))).rejects.toThrow(
    'No switch is held (ReachesProtectedMachines), as one of the demo must be: Production is Configured.',
  );
  expect(approvals).toEqual([]);
});
