import { describe, expect, it } from 'vitest';
import type { ExtensionFacts } from '../../../src/domain/machine/machine-facts.ts';
import { amaService } from '../../../src/domain/services/ama/ama.ts';
import { endpointService } from '../../../src/domain/services/endpoint/endpoint.ts';
import { identityService } from '../../../src/domain/services/identity/identity.ts';
import { bodyHashOf } from '../../../src/domain/write/body-hash.ts';
import { agent, authentication, builtInId, foreignId, scaleSetMachine, vmMachine } from '../services/facts.ts';
import { endpointSpec, type InputChanges, inputOf, writeOf } from '../services/service-input.ts';

const endpointOnLinux = {
  ...{ name: 'MDE.Linux', type: 'MDE.Linux', publisher: 'Microsoft.Azure.AzureDefenderForServers' },
} as const;
const attached = { system: false, userAssigned: [builtInId] };
const upgradeOff = { spec: { ama: { install: true, minimumVersion: '1.36', automaticUpgrade: false } } };

/** The hash of the write that brings this agent, or the lack of one, to what the spec wants. */
function hashFor(extension: Partial<ExtensionFacts> | undefined, changes: InputChanges = {}): string {
  const extensions = extension === undefined ? [] : [agent(extension)];
  return bodyHashOf(
    writeOf(amaService.find(inputOf({ facts: vmMachine({ identity: attached, extensions }), ...changes }))),
  );
}

function hashOfIdentity(identity: { readonly system: boolean; readonly userAssigned: readonly string[] }): string {
  const spec = { onForeignIdentity: 'attach' as const };
  return bodyHashOf(writeOf(identityService.find(inputOf({ facts: vmMachine({ identity }), spec }))));
}

describe('the hash of an extension write is the same', () => {
  const usual = hashFor({ settings: {} });

  it.each<[string, Partial<ExtensionFacts> | undefined]>([
    ['with a setting of others', { settings: { opponent: 1 } }],
    ['with another setting of others', { settings: { opponent: 2, more: {} } }],
    ['with another identity to correct', { settings: authentication(foreignId) }],
    ['with another version that is kept', { settings: {}, requestedVersion: '1.33' }],
    ['with another name that is kept', { settings: {}, name: 'ama' }],
    ['for a try of a failed one', { settings: {}, provisioningState: 'Failed' }],
    ['for an installation', undefined],
  ])('%s', (_, extension) => {
    expect(hashFor(extension)).toBe(usual);
  });

  it('with another minor upgrade that is kept', () => {
    const hashes = [true, false].map((autoUpgradeMinorVersion) =>
      hashFor({ settings: {}, enableAutomaticUpgrade: false, autoUpgradeMinorVersion }, upgradeOff),
    );
    expect(new Set(hashes).size).toBe(1);
  });
});

describe('the hash of a write is another', () => {
  it('when another automatic upgrade is asked for', () => {
    expect(hashFor({ settings: {} }, upgradeOff)).not.toBe(hashFor({ settings: {} }));
  });

  it('when another identity is asked for', () => {
    const facts = vmMachine({ identity: { system: false, userAssigned: [foreignId] } });
    const reused = hashFor(undefined, { facts, spec: { onForeignIdentity: 'reuse' } });
    expect(reused).not.toBe(hashFor(undefined));
  });
});

describe('the hash of an upgrade of instances', () => {
  const hashOf = (...instanceIds: string[]) =>
    bodyHashOf({ kind: 'upgradeInstances', target: scaleSetMachine().machine, body: { instanceIds } });

  it('is that of these instances, in any order', () => {
    expect(hashOf('1', '2')).toBe(hashOf('2', '1'));
    expect(hashOf('1', '2')).not.toBe(hashOf('1', '3'));
  });
});

describe('the hash of an identity write', () => {
  it('is the same whatever else the machine carries', () => {
    const alone = hashOfIdentity({ system: false, userAssigned: [] });
    expect(hashOfIdentity({ system: true, userAssigned: [] })).toBe(alone);
    expect(hashOfIdentity({ system: false, userAssigned: [foreignId] })).toBe(alone);
  });

  it('tells the system-assigned identity from the built-in one', () => {
    const facts = vmMachine({ identity: { system: false, userAssigned: [] } });
    const system = writeOf(identityService.find(inputOf({ facts, spec: { identity: 'system' } })));
    expect(bodyHashOf(system)).not.toBe(hashOfIdentity({ system: false, userAssigned: [] }));
  });
});

describe('the hash of a write that onboards to Defender for Endpoint', () => {
  const wrote = (changes: Partial<ExtensionFacts>): string => {
    const settings = { azureResourceId: '/subscriptions/other', ...changes.settings };
    const extension = { ...agent(), ...endpointOnLinux, ...changes, settings };
    const spec = { endpoint: endpointSpec({ deployment: 'direct' }) };
    return bodyHashOf(writeOf(endpointService.find(inputOf({ facts: vmMachine({ extensions: [extension] }), spec }))));
  };

  it('is the same whatever others have set', () => {
    const hashes = [{}, { enableAutomaticUpgrade: false }, { settings: { autoUpdate: true } }, { name: 'mde' }].map(
      wrote,
    );
    expect(new Set(hashes).size).toBe(1);
  });
});

it('the hash of taking off the Log Analytics agent is the same whatever name it has', () => {
  const { machine: target } = vmMachine();
  const hashes = ['OMS', 'again'].map((name) =>
    bodyHashOf({ kind: 'deleteLegacyAgent', target, name, type: 'OmsAgentForLinux' }),
  );
  expect(new Set(hashes).size).toBe(1);
});
