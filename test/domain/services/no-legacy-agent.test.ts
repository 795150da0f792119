import { expect, it } from 'vitest';
import { legacyAgentTypes } from '../../../src/domain/legacy-agent.ts';
import { allServices } from '../../../src/domain/services/all-services.ts';
import { defenderFeatures } from '../../../src/domain/subscription/defender-features.ts';

it('D5: no service installs, waits for or judges by an agent that scanning once relied on, but the one that takes it off', () => {
  const services = allServices({ additionalImages: [], unknownImage: 'allow' });
  const isLegacy = (handler: string) =>
    legacyAgentTypes.some((type) => handler.toLowerCase().endsWith(`.${type.toLowerCase()}`));
  const judging = services.filter(({ handlers }) => handlers.some(isLegacy));
  expect(judging.map(({ name }) => name)).toEqual(['legacy-agent']);
  expect(judging.flatMap(({ activities }) => activities)).toEqual(['removeLegacyAgent']);
  const working = defenderFeatures.filter(({ state }) => state !== 'retired');
  expect(working.filter(({ agent }) => /log analytics|mma/i.test(String(agent)))).toEqual([]);
});
