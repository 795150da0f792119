import { type Seed, type SeedInput, seedSchema } from '../../../local/azure/seed/seed-schema.ts';

type Machine = NonNullable<SeedInput['machines']>[number];

const group = 'rg-kills';

/** 20 VMs and 10 Arc machines, Linux and Windows in turn; three VMs have trouble of their own. */
export function thirtyMachines(): Seed {
  const machines = Array.from({ length: 30 }, (_, index): Machine => {
    const common = { group, os: index % 2 === 0 ? 'linux' : 'windows', region: 'westeurope' } as const;
    const number = String(index + 1).padStart(2, '0');
    if (index >= 20) return { kind: 'arc', name: `arc-${number}`, ...common };
    return { kind: 'vm', name: index === 4 ? 'off-05' : `vm-${number}`, ...common, ...(index === 4 ? off : {}) };
  });
  return seedSchema.parse({
    regions: ['westeurope'],
    groups: [{ name: group, region: 'westeurope' }],
    machines,
    faults: [
      { method: 'PUT', path: '**/virtualMachines/vm-07/extensions/*', preset: 'busy', times: 1 },
      { extension: { machine: 'vm-08', type: 'AzureMonitor*' }, times: 1, outcome: { exitCode: 1 } },
    ],
  } satisfies SeedInput);
}

const off = { power: 'deallocated' } as const;
