import { expect, it } from 'vitest';
import { describeSubscriptions } from '../../../local/start/describe-subscriptions.ts';

it('the screen tells of each subscription where it stands and whether Defender protects it', () => {
  const lines = describeSubscriptions([
    { name: 'Sandbox', status: 'Configured', code: null, endpointProtection: { state: 'on' } },
    {
      name: 'Production',
      status: 'Held',
      code: 'ReachesProtectedMachines',
      endpointProtection: { state: 'partial' },
    },
    { name: 'New', status: 'Discovered', code: null, endpointProtection: null },
  ]);
  expect(lines).toEqual([
    '  New          Discovered                       endpoint protection not read yet',
    '  Production   Held (ReachesProtectedMachines)  endpoint protection partial',
    '  Sandbox      Configured                       endpoint protection on',
  ]);
});

it('a tenant whose file wants nothing of subscriptions has no line for them', () => {
  expect(describeSubscriptions([])).toEqual([]);
});
