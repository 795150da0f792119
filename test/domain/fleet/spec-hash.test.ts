import { describe, expect, it } from 'vitest';
import type { EndpointSpec, Spec } from '../../../src/domain/fleet/spec.ts';
import { hashWithout, specHash } from '../../../src/domain/fleet/spec-hash.ts';
import { sha256Hex } from '../../../src/domain/hash.ts';
import { endpointSpec, specOf } from '../services/service-input.ts';

const usual = specOf({
  kind: 'vm',
  os: 'linux',
  identity: 'builtIn',
  onForeignIdentity: 'hold',
  ama: { install: true, minimumVersion: '1.36', automaticUpgrade: true },
  ruleIds: ['/subscriptions/s/resourcegroups/g/providers/microsoft.insights/datacollectionrules/linux'],
});
const unusual = specOf({
  kind: 'arc',
  os: 'windows',
  identity: 'system',
  onForeignIdentity: 'attach',
  ama: { install: false, minimumVersion: '1.2', automaticUpgrade: false },
  ruleIds: [],
});

describe('specHash', () => {
  // Literals on purpose: stored rows name these hashes, so no later version of the product may compute others.
  it('is the same in every version of the product', () => {
    expect(specHash(usual)).toBe('7dabee4bf1d4a4341d7139b65b5a803d6287db36c9b92f0eed7ef8dafb068509');
    expect(specHash(unusual)).toBe('4458ae169ebf8600b705950062d0fdd0d1a5bb4f631dbb7bbbdf667776b77408');
  });

  it('leaves out what is at its neutral value', () => {
    const text =
      '{"ama":{"minimumVersion":"1.36"},"kind":"vm","os":"linux",' +
      '"ruleIds":["/subscriptions/s/resourcegroups/g/providers/microsoft.insights/datacollectionrules/linux"]}';
    expect(specHash(usual)).toBe(sha256Hex(text));
  });

  it.each<{ field: string; spec: Spec }>([
    { field: 'kind', spec: { ...usual, kind: 'arc' } },
    { field: 'os', spec: { ...usual, os: 'windows' } },
    { field: 'identity', spec: { ...usual, identity: 'system' } },
    { field: 'onForeignIdentity', spec: { ...usual, onForeignIdentity: 'reuse' } },
    { field: 'install', spec: { ...usual, ama: { ...usual.ama, install: false } } },
    { field: 'minimumVersion', spec: { ...usual, ama: { ...usual.ama, minimumVersion: '1.37' } } },
    { field: 'automaticUpgrade', spec: { ...usual, ama: { ...usual.ama, automaticUpgrade: false } } },
    { field: 'ruleIds', spec: { ...usual, ruleIds: [] } },
    { field: 'subscriptionRules', spec: { ...usual, subscriptionRules: true } },
    { field: 'endpoint', spec: { ...usual, endpoint: endpointSpec() } },
    { field: 'azureSecurityAgent', spec: { ...usual, azureSecurityAgent: 'install' } },
    { field: 'legacyAgent', spec: { ...usual, legacyAgent: 'report' } },
    { field: 'upgradeInstances', spec: { ...usual, upgradeInstances: true } },
    { field: 'acceptSurge', spec: { ...usual, acceptSurge: true } },
  ])('changes with $field', ({ spec }) => {
    expect(specHash(spec)).not.toBe(specHash(usual));
  });
});

describe('specHash of a machine that wants Defender for Endpoint', () => {
  const hash = (changes: Partial<EndpointSpec>): string => specHash({ ...usual, endpoint: endpointSpec(changes) });

  it('is what it was when only who installs it and what holds it were told', () => {
    const text =
      '{"ama":{"minimumVersion":"1.36"},"endpoint":{"deployment":"platform","otherEdr":"hold"},"kind":"vm","os":"linux",' +
      '"ruleIds":["/subscriptions/s/resourcegroups/g/providers/microsoft.insights/datacollectionrules/linux"]}';
    expect(hash({})).toBe(sha256Hex(text));
  });

  it.each([{ deployment: 'direct' }, { otherEdr: 'coexist' }, { autoUpdate: 'off' }, { otherEdrTag: 'edr' }] as const)(
    'changes with %j',
    (changes) => {
      expect(hash(changes)).not.toBe(hash({}));
    },
  );
});

describe('a key that a later version adds', () => {
  const before = { os: 'linux', ama: { minimumVersion: '1.36' } };
  const neutral = { ama: { proxy: 'none' }, endpoint: 'none' };

  it('changes no hash at its neutral value, at the top or inside', () => {
    const after = { os: 'linux', ama: { minimumVersion: '1.36', proxy: 'none' }, endpoint: 'none' };
    expect(hashWithout(after, neutral)).toBe(hashWithout(before, {}));
  });

  it('changes the hash at any other value', () => {
    expect(hashWithout({ ...before, endpoint: 'want' }, neutral)).not.toBe(hashWithout(before, {}));
  });
});
