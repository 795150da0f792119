import type { SeedInput } from './seed-schema.ts';

const subscription = 'Sandbox';
/** The demo's management groups: what `npm start` looks after, and in it what is made as a sandbox. */
export const demoGroup = 'contoso';
export const demoSandboxes = 'sandboxes';
const fresh = { group: 'rg-sandbox', subscription, ageHours: 1 } as const;

/** The demo's second subscription: a few new machines, and nothing that they need is there. */
export const demoSandbox: Pick<SeedInput, 'subscriptions' | 'groups' | 'machines'> = {
  subscriptions: [
    {
      id: '5b5c0000-0000-4000-a000-000000000002',
      displayName: subscription,
      managementGroup: `${demoGroup}/${demoSandboxes}`,
      unregistered: ['Microsoft.OperationalInsights', 'Microsoft.Security'],
    },
  ],
  groups: [{ name: 'rg-sandbox', region: 'westeurope', subscription }],
  machines: [
    { kind: 'vm', name: 'box-01', ...fresh, region: 'westeurope', os: 'linux' },
    { kind: 'vm', name: 'box-02', ...fresh, region: 'westeurope', os: 'windows' },
    { kind: 'vm', name: 'box-03', ...fresh, region: 'swedencentral', os: 'linux' },
  ],
};
