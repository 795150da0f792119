import { describe, expect, it } from 'vitest';
import { endpointGoneAt } from '../../../src/domain/endpoint/endpoint-gone.ts';
import { previousInstallationOf } from '../../../src/domain/endpoint/previous-installation.ts';
import type { FactsSummary } from '../../../src/domain/machine/machine-record.ts';
import { agent } from '../services/facts.ts';

const type = 'Microsoft.Azure.AzureDefenderForServers/MDE.Linux';
const later = '2026-01-02T00:00:00.000Z';

function facts(message?: string): FactsSummary {
  return {
    ...{ createdAt: undefined, state: 'running', image: undefined, operatingSystem: undefined, identity: undefined },
    extensions: [{ name: 'MDE.Linux', type, version: '1.0', state: 'Failed', message }],
    ...{ ruleIds: undefined, managedBy: undefined, connector: undefined },
  };
}

const none = { facts: undefined, edr: undefined, endpointGoneAt: undefined };

describe('E8: a previous installation', () => {
  it('shows where the extension was seen and is gone', () => {
    expect(previousInstallationOf({ ...none, endpointGoneAt: later })).toContain(later);
  });

  it('shows where Defender saw a product without an extension, as of a script, a policy or another tenant', () => {
    const edr = { kind: 'other', product: 'x', source: 'assessment', at: later } as const;
    expect(previousInstallationOf({ ...none, edr })).toContain('a script or policy installed');
    expect(previousInstallationOf({ ...none, edr: { ...edr, source: 'extension' } })).toBeUndefined();
  });

  it.each([32, 33])('shows where the installer could not take it off: exit code %i', (exit) => {
    expect(previousInstallationOf({ ...none, facts: facts(`Non-zero exit code: ${exit}`) })).toContain(
      'take an earlier',
    );
  });

  it('shows nowhere else', () => {
    expect(previousInstallationOf(none)).toBeUndefined();
    expect(previousInstallationOf({ ...none, facts: facts('Non-zero exit code: 3') })).toBeUndefined();
    expect(previousInstallationOf({ ...none, facts: facts() })).toBeUndefined();
  });

  it('is remembered from the look that misses it until it is back', () => {
    const mde = { ...agent(), publisher: 'Microsoft.Azure.AzureDefenderForServers', type: 'MDE.Linux' };
    const was = { facts: facts(), endpointGoneAt: undefined };
    expect(endpointGoneAt(was, { extensions: [mde] }, later)).toBeUndefined();
    expect(endpointGoneAt(was, { extensions: [agent()] }, later)).toBe(later);
    const before = { facts: undefined, endpointGoneAt: '2026-01-01T00:00:00.000Z' };
    expect(endpointGoneAt(before, { extensions: [] }, later)).toBe('2026-01-01T00:00:00.000Z');
    expect(endpointGoneAt(before, { extensions: [mde] }, later)).toBeUndefined();
    expect(endpointGoneAt({ facts: undefined, endpointGoneAt: undefined }, { extensions: [] }, later)).toBeUndefined();
  });
});
