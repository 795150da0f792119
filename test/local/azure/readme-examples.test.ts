import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accessRuleSchema } from '../../../local/azure/authorization/access-schema.ts';
import { faultPresets } from '../../../local/azure/faults/fault-presets.ts';
import { createSeededAzure } from '../../../local/azure/seed/create-seeded-azure.ts';
import { seedSchema } from '../../../local/azure/seed/seed-schema.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';

const readme = readFileSync(new URL('../../../local/README.md', import.meta.url), 'utf8');
const examples: unknown[] = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text ?? ''));

test('the examples of local/README.md are accepted', async () => {
  const [requestFault, extensionFault, seed] = examples;
  const { azure } = await createSeededAzure({ time: new VirtualClock() }, seedSchema.parse(seed));
  expect(azure.context.vms.all()).toMatchObject([{ name: 'vm-a', power: 'deallocated' }]);
  expect(azure.addFault(requestFault)).toMatch(/^fault-/);
  expect(azure.addFault(extensionFault)).toBe('extension');
});

test('local/README.md names every preset and every kind of access rule', () => {
  const kinds = accessRuleSchema.options.map((option) => option.shape.kind.value);
  for (const name of [...Object.keys(faultPresets), ...kinds]) expect(readme).toContain(`\`${name}\``);
});
