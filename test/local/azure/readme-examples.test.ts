import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accessRuleSchema } from '../../../local/azure/authorization/access-schema.ts';
import { faultPresets } from '../../../local/azure/faults/fault-presets.ts';
import { createSeededAzure } from '../../../local/azure/seed/create-seeded-azure.ts';
import { seedSchema } from '../../../local/azure/seed/seed-schema.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { startLocalAzure, subscriptionScope } from './local-azure-fixture.ts';

const readme = readFileSync(new URL('../../../local/README.md', import.meta.url), 'utf8');
const examples: unknown[] = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text ?? ''));

test('the examples of local/README.md are accepted', async () => {
  const [requestFault, extensionFault, seed, flexible, several, withDefender] = examples;
  const { azure } = await createSeededAzure({ time: new VirtualClock() }, seedSchema.parse(seed));
  expect(azure.context.vms.all()).toMatchObject([{ name: 'vm-a', power: 'deallocated' }]);
  expect(azure.addFault(requestFault)).toMatch(/^fault-/);
  expect(azure.addFault(extensionFault)).toBe('extension');
  const { tenant } = await createSeededAzure({ time: new VirtualClock() }, seedSchema.parse(flexible));
  expect(tenant.machineIds).toHaveLength(5);
  const two = await createSeededAzure({ time: new VirtualClock() }, seedSchema.parse(several));
  expect(two.tenant.machineIds).toEqual([expect.stringContaining('0000000000b1/resourceGroups/rg-a/')]);
  const protectedAzure = await createSeededAzure({ time: new VirtualClock() }, seedSchema.parse(withDefender));
  expect(protectedAzure.azure.defender.pricings.all()).toMatchObject([{ tier: 'Standard', managedBy: 'Contoso' }]);
});

test('the machines of local/README.md can be made with its `az rest`', async () => {
  const { call } = await startLocalAzure();
  await call('PUT', `${subscriptionScope}/resourceGroups/rg-mine`, { location: 'westeurope' });
  const puts = [...readme.matchAll(/--method put --url "\$SUB(\S+)" --body '([^']+)'/g)];
  const statuses = puts.map(async ([, path, body]) => {
    const { status } = await call('PUT', `${subscriptionScope}${path}`, JSON.parse(body ?? ''));
    return status;
  });
  expect(await Promise.all(statuses)).toEqual([201, 201]);
});

test('local/README.md names every preset and every kind of access rule', () => {
  const kinds = accessRuleSchema.options.map((option) => option.shape.kind.value);
  for (const name of [...Object.keys(faultPresets), ...kinds]) expect(readme).toContain(`\`${name}\``);
});
