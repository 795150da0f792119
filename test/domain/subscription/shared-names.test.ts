import { describe, expect, it } from 'vitest';
import {
  identityIdOf,
  ruleIdsFor,
  sharedMissing,
  solutionIdOf,
} from '../../../src/domain/subscription/shared-names.ts';
import { sharedInput, subscription } from '../subscription-services/shared-input.ts';

const specOf = (wish: Parameters<typeof sharedInput>[0]) => sharedInput(wish).spec;
const place = { subscription, region: 'westeurope', kind: 'vm', os: 'windows' } as const;

describe('names of what machines share', () => {
  it('M10: the identity lies in the group that the file names', () => {
    expect(identityIdOf(specOf({}), 's', 'eastus')).toBe(
      '/subscriptions/s/resourceGroups/Built-In-Identity-RG/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-eastus',
    );
    expect(identityIdOf(specOf({ identity: { resourceGroup: 'ids' } }), 's', 'eastus')).toContain(
      '/resourceGroups/ids/',
    );
  });

  it.each([
    [{}, 'windows', []],
    [{ workspace: 'default' }, 'linux', ['amo-westeurope-linux-dcr']],
    [{ workspace: 'default', securityEvents: 'Minimal' }, 'linux', ['amo-westeurope-linux-dcr']],
    [
      { workspace: 'default', securityEvents: 'Minimal' },
      'windows',
      ['amo-westeurope-windows-dcr', 'Microsoft-SecurityEvents-westeurope-dcr'],
    ],
  ] as const)('M12: %j means for a machine with %s the rules %j', (wish, os, names) => {
    const ids = ruleIdsFor(specOf(wish), subscription, 'westeurope', os);
    expect(ids.map((id) => id.slice(id.lastIndexOf('/') + 1))).toEqual(names);
    for (const id of ids)
      expect(id).toContain('/resourceGroups/DefaultResourceGroup-WEU/providers/Microsoft.Insights/');
  });

  it('a solution lies beside its workspace', () => {
    const workspace = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w';
    expect(solutionIdOf(workspace, 'Security')).toBe(
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationsManagement/solutions/Security(w)',
    );
  });
});

describe('what a machine still lacks of its subscription', () => {
  const spec = specOf({ identity: { create: true }, workspace: 'default' });

  it('M10 M12: is its identity and its rules, until they are in place, in any case', () => {
    const missing = sharedMissing(spec, place, []);
    expect(missing).toHaveLength(2);
    const [first = '', second = ''] = missing;
    expect(sharedMissing(spec, place, [first.toUpperCase()])).toEqual([second]);
    expect(sharedMissing(spec, place, missing)).toEqual([]);
  });

  it('is no identity for an Arc machine, no rule for an unknown system, and nothing where the file wants nothing', () => {
    expect(sharedMissing(spec, { ...place, kind: 'arc' }, [])).toHaveLength(1);
    expect(sharedMissing(spec, { ...place, os: undefined }, [])).toHaveLength(1);
    expect(sharedMissing(specOf({}), place, [])).toEqual([]);
  });
});
