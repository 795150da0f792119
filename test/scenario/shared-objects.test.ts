import { describe, expect, it } from 'vitest';
import { givenId, startGiven } from './given-subscription.ts';

const identities = 'resourceGroups/Built-In-Identity-RG';
const workspaces = 'resourceGroups/DefaultResourceGroup-WEU';
const identity = `${identities}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-westeurope`;
const workspace = `${workspaces}/providers/Microsoft.OperationalInsights/workspaces/defaultWorkspace-${givenId}-WEU`;
const solution = `${workspaces}/providers/Microsoft.OperationsManagement/solutions/SecurityCenterFree(defaultWorkspace-${givenId}-WEU)`;
const rule = `${workspaces}/providers/Microsoft.Insights/dataCollectionRules/amo-westeurope-linux-dcr`;
const everything = { identity: { create: true }, workspace: 'default', plan: 'free' } as const;

describe('an empty subscription with machines in one region', () => {
  it('M10 P5 P7: gets one identity with its lock, one workspace with its solution, and one rule; then nothing more', async () => {
    const world = await startGiven(everything);
    await world.addVm('vm-1');
    await world.look();
    expect(await world.givenWord()).toBe('Configured');
    expect(world.givenWrites().toSorted()).toEqual(
      [
        `PUT ${identities} 201`,
        `PUT ${identity} 201`,
        `PUT ${identity}/providers/Microsoft.Authorization/locks/CanNotDeleteLock-Built-In-Identity-westeurope 201`,
        `PUT ${workspaces} 201`,
        `PUT ${workspace} 201`,
        `PUT ${solution} 201`,
        `PUT ${rule} 201`,
      ].toSorted(),
    );
      world
        .calls()
        .map((c) => `${c.method} ${c.path} ${c.status}`)
        .join('\n'),
    );
    await world.look();
    expect(world.givenWrites()).toHaveLength(7);
  });
});
