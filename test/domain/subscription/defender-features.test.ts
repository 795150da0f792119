import { expect, it } from 'vitest';
import { defenderFeatureNames, defenderFeatures } from '../../../src/domain/subscription/defender-features.ts';

it('P12: each feature that the Azure Monitor agent once brought has the plan and the agent that it needs today', () => {
  expect(defenderFeatures.map(({ name, state, plans, agent }) => [name, state, plans, agent])).toEqual([
    ['EndpointAssessment', 'offered', ['P2', 'CSPM'], 'none'],
    ['AdaptiveApplicationControls', 'retired', [], 'none'],
    ['FileIntegrityMonitoring', 'offered', ['P2'], 'DefenderForEndpoint'],
    ['FilelessAttackDetection', 'retired', [], 'none'],
  ]);
  expect(defenderFeatures.map(({ name }) => name)).toEqual(defenderFeatureNames);
});

it.each(defenderFeatures)('P12: $name has a source with its day, and says what is retired', (feature) => {
  expect(feature.source.length).toBeGreaterThan(20);
  expect(feature.asOf).toBe(new Date(feature.asOf).toISOString().slice(0, 10));
  expect(feature.detail).toMatch(/retired|not needed for it any more/);
});
