import { expect, it } from 'vitest';
import { allServices } from '../../../src/domain/services/all-services.ts';
import { defenderFeatures } from '../../../src/domain/subscription/defender-features.ts';

/** The Log Analytics agents, by which machines were scanned until that was retired (azure-2.md 2.1). */
const legacyTypes = ['microsoftmonitoringagent', 'omsagentforlinux'];

it('D5: no service installs, waits for or judges by an agent that scanning once relied on', () => {
  const handlers = allServices({ additionalImages: [], unknownImage: 'allow' }).flatMap((one) => one.handlers);
  expect(handlers.length).toBeGreaterThan(0);
  expect(handlers.filter((handler) => legacyTypes.some((type) => handler.toLowerCase().endsWith(type)))).toEqual([]);
  const working = defenderFeatures.filter(({ state }) => state !== 'retired');
  expect(working.filter(({ agent }) => /log analytics|mma/i.test(String(agent)))).toEqual([]);
});
