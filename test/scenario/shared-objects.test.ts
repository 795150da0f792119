import { describe, expect, it } from 'vitest';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import type { ResourceRow } from '../../src/domain/subscription/resource-facts.ts';
import { givenId, startGiven } from './given-subscription.ts';

const root = `/subscriptions/${givenId}`;
const identities = 'resourceGroups/Built-In-Identity-RG';
const workspaces = 'resourceGroups/DefaultResourceGroup-WEU';
const identity = `${identities}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-westeurope`;
const lock = `${identity}/providers/Microsoft.Authorization/locks/CanNotDeleteLock-Built-In-Identity-westeurope`;
const workspace = `${workspaces}/providers/Microsoft.OperationalInsights/workspaces/defaultWorkspace-${givenId}-WEU`;
const solution = (product: string): string =>
  `${workspaces}/providers/Microsoft.OperationsManagement/solutions/${product}(defaultWorkspace-${givenId}-WEU)`;
const ruleOf = (name: string): string => `${workspaces}/providers/Microsoft.Insights/dataCollectionRules/${name}`;
const rule = ruleOf('amo-westeurope-linux-dcr');
const everything = { identity: { create: true }, workspace: 'default', plan: 'free' } as const;
const made = (...paths: readonly string[]): readonly string[] => paths.map((path) => `PUT ${path} 201`).toSorted();
const allOfIt = made(identities, identity, lock, workspaces, workspace, solution('SecurityCenterFree'), rule);

/** The most reads that the first onboarding may take, without the one of the discovery run. */
const mostReads = 24;
/** Of a look that finds nothing to do: the roles of an identity are read once it is half an hour old. */
const settledReads = { young: 5, old: 6 };
/** Without a plan; with one, and its reach. */
const usualReads = { ofObjects: 13, withPlan: 20 };

/** Resource Graph shows none of these, by lower-case id, whatever is there. */
function hiding(hidden: ReadonlySet<string>): WorldOptions {
  return {
    wrapAzure: (azure) => ({
      ...azure,
      readResources: async (target, reading) => {
        const read = await azure.readResources(target, reading);
        if (read.kind === 'failed') return read;
        const rows = read.value.rows.filter(({ id }) => !hidden.has(id.toLowerCase()));
        return { kind: 'found', value: { ...read.value, rows } };
      },
    }),
  };
}

describe('an empty subscription with machines in one region', () => {
  it('M10 P5 P7 P8: gets one of each and nothing for the Azure Security agent; a second look writes nothing', async () => {
    const world = await startGiven(everything);
    await world.addVm('vm-1');
    await world.look();
    expect(await world.givenWord()).toBe('Configured');
    expect(world.givenWrites().toSorted()).toEqual(allOfIt);
    const first = world.reads();
    expect(first).toBeLessThanOrEqual(mostReads);
    expect(first).toBe(usualReads.ofObjects);
    const { owned, shared } = await world.given();
    expect(owned.map(({ state }) => state)).toEqual(owned.map(() => 'confirmed'));
    expect(owned).toHaveLength(7);
    expect(shared.present).toEqual([`${root}/${identity}`, `${root}/${rule}`].map((id) => id.toLowerCase()).toSorted());
    await world.look();
    expect(world.givenWrites()).toHaveLength(7);
    expect(world.reads()).toBe(first + settledReads.young);
  });

  it('P8: gets the rule of the Azure Security agent where it is asked for, and its machines use it', async () => {
    const world = await startGiven({ ...everything, azureSecurityAgent: 'rule' }, {}, {}, 'enforce');
    await world.addVm('vm-1');
    await world.look();
    const rule = 'Microsoft.Insights/dataCollectionRules/Microsoft-Security-westeurope-dcr';
    const made = world.givenWrites().filter((line) => line.includes('Microsoft-Security-westeurope-dcr'));
    expect(made).toEqual([`PUT resourceGroups/DefaultResourceGroup-WEU/providers/${rule} 201`]);
    const vm = `/subscriptions/${givenId}/resourceGroups/app-rg/providers/Microsoft.Compute/virtualMachines/vm-1`;
    await world.api('POST', 'machines/onboard', { resourceId: vm, why: 'made before' });
    await world.untilQuiet();
    expect(await world.word(vm)).toBe('Configured');
    expect((await world.row(vm)).facts?.ruleIds).toHaveLength(2);
    await world.look();
    // What was written lately is asked for by itself: from here on Resource Graph alone tells that it is there.
    await world.clock.advance(35 * 60_000);
    await world.untilQuiet();
    const [writes, reads] = [world.givenWrites().length, world.reads()];
    await world.look();
    expect(await world.givenWord()).toBe('Configured');
    expect(world.givenWrites()).toHaveLength(writes);
    expect(world.reads()).toBe(reads + settledReads.old);
    expect((await world.given()).shared.unshown).toBeUndefined();
  });

  it('P3 P7: gets its plan, its switch and everything else within the reads that a first onboarding may take', async () => {
    const tenantConfirmed = { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' };
    const world = await startGiven(
      { ...everything, plan: 'P2', endpoint: { defender: 'on' }, tenantConfirmed },
      {},
      {},
      'enforce',
    );
    await world.addVm('vm-1');
    await world.look();
    expect(await world.givenWord()).toBe('Configured');
    expect(world.givenWrites().length).toBeGreaterThanOrEqual(8);
    const ofMachines = world
      .calls()
      .filter(({ path }) => path.includes('/virtualMachines/') || path.endsWith('/app-rg'));
    // A machine's look has asked for the identity as well; the wiring of events needs the rest.
    expect(world.reads() - ofMachines.length).toBe(usualReads.withPlan);
  });

  it('gets what was deleted again, and only that', async () => {
    const world = await startGiven(everything);
    await world.addVm('vm-1');
    await world.look();
    await world.azure.events.silently(async () => {
      for (const path of [lock, rule]) expect((await world.callAzure('DELETE', `${root}/${path}`)).status).toBe(200);
    });
    await world.clock.advance(10 * 60_000);
    await world.look();
    expect(world.givenWrites(7).toSorted()).toEqual(made(lock, rule));
    expect(await world.givenWord()).toBe('Configured');
  });

  it('gets again what an event says was deleted, although Resource Graph still shows it', async () => {
    const world = await startGiven(everything);
    await world.addVm('vm-1');
    await world.look();
    await world.clock.advance(10 * 60_000);
    world.azure.graph.setLag(world.azure.context, `${root}/**`, 600);
    await world.azure.events.silently(async () => {
      expect((await world.callAzure('DELETE', `${root}/${rule}`)).status).toBe(200);
    });
    const { key } = await world.given();
    const operation = 'Microsoft.Insights/dataCollectionRules/delete';
    const at = new Date(world.clock.now()).toISOString();
    await world.store.timeline.append(key, [
      { at, what: 'event', text: operation, operation, resourceId: `${root}/${rule}` },
    ]);
    await world.look();
    expect(world.givenWrites(7)).toEqual(made(rule));
  });

  it('gets what was deleted again within hours, also where no event tells and nobody asks', async () => {
    const world = await startGiven(everything);
    await world.addVm('vm-1');
    await world.look();
    await world.azure.events.silently(async () => {
      expect((await world.callAzure('DELETE', `${root}/${rule}`)).status).toBe(200);
      await world.clock.advance(5 * 60_000);
    });
    await world.clock.advance(7 * 60 * 60_000);
    expect(world.givenWrites(7)).toEqual(made(rule));
    expect(await world.givenWord()).toBe('Configured');
  });

  it('P5: has a failed workspace of somebody else left as it is, and goes on once it is repaired', async () => {
    let state = 'Failed';
    const failed = (row: ResourceRow): ResourceRow =>
      row.type === 'microsoft.operationalinsights/workspaces' ? { ...row, provisioningState: state } : row;
    const world = await startGiven(
      everything,
      {},
      {
        wrapAzure: (azure) => ({
          ...azure,
          readResources: async (target, use) => {
            const read = await azure.readResources(target, use);
            return read.kind === 'failed'
              ? read
              : { ...read, value: { ...read.value, rows: read.value.rows.map(failed) } };
          },
          readResource: async (target, id, type) => {
            const read = await azure.readResource(target, id, type);
            return read.kind === 'failed' || read.value === undefined ? read : { ...read, value: failed(read.value) };
          },
        }),
      },
    );
    await world.addVm('vm-1');
    const theirs = { tags: { owner: 'soc' }, properties: { retentionInDays: 730, sku: { name: 'PerGB2018' } } };
    await world.azure.events.silently(async () => {
      await world.callAzure('PUT', `${root}/${workspaces}`, { body: { location: 'westeurope' } });
      await world.callAzure('PUT', `${root}/${workspace}`, { body: { location: 'westeurope', ...theirs } });
      await world.clock.advance(60_000);
    });
    await world.look();
    expect(await world.givenWord()).toBe('Held(SharedObjectFailed)');
    expect((await world.given()).standing).toMatchObject({ detail: `${root}/${workspace} is there in state Failed` });
    expect(world.givenWrites().toSorted()).toEqual(made(identities, identity, lock));
    state = 'Succeeded';
    await world.clock.advance(7 * 60 * 60_000);
    expect(world.givenWrites(3).toSorted()).toEqual(made(rule, solution('SecurityCenterFree')));
    expect(await world.givenWord()).toBe('Configured');
    expect((await world.callAzure('GET', `${root}/${workspace}`)).body).toMatchObject(theirs);
  });

  it('is given nothing twice while Resource Graph is five minutes late, and is not Configured by what was only sent', async () => {
    const world = await startGiven(everything);
    await world.addVm('vm-1');
    world.azure.graph.setLag(world.azure.context, `${root}/**`, 300);
    await world.look();
    expect(world.givenWrites().toSorted()).toEqual(allOfIt);
    expect(await world.givenWord()).toBe('Configured');
    const confirmed = world
      .calls()
      .filter(({ method, path, status }) => method === 'GET' && path.includes('dcr') && status === 200);
    expect(confirmed).toHaveLength(1);
  });

  it.each([
    ['identity', identity, { location: 'westeurope' }],
    ['workspace', workspace, { location: 'westeurope' }],
    ['rule', rule, { location: 'westeurope', properties: {} }],
  ])(
    'M10 M12: has the %s of somebody else that Resource Graph hides for hours seen at little cost',
    async (_, path, body) => {
      const world = await startGiven(everything);
      world.azure.graph.setLag(world.azure.context, `${root}/${path}`, 2 * 60 * 60);
      await world.addVm('vm-1');
      await world.azure.events.silently(async () => {
        const [group = ''] = path.split('/providers/');
        await world.callAzure('PUT', `${root}/${group}`, { body: { location: 'westeurope' } });
        await world.callAzure('PUT', `${root}/${path}`, { body });
      });
      await world.look();
      expect(await world.givenWord()).toBe('Configured');
      expect(world.givenWrites().filter((line) => line.includes(`${path} `))).toEqual([]);
      const { shared } = await world.given();
      expect(shared.present).toEqual([identity, rule].map((id) => `${root}/${id}`.toLowerCase()).toSorted());
      const reads = world.reads();
      await world.clock.advance(60 * 60_000);
      await world.untilQuiet();
      // Two runs of the sweep, six reads each.
      expect(world.reads() - reads).toBeLessThanOrEqual(12);
      await world.look();
      const later = world.reads();
      await world.look();
      expect(world.reads()).toBe(later + settledReads.old + 1);
      expect((await world.given()).shared.present).toEqual(shared.present);
      expect(await world.givenWord()).toBe('Configured');
      // Resource Graph shows it, so nothing is asked for by itself any more.
      await world.clock.advance(2 * 60 * 60_000);
      await world.look();
      const before = world.reads();
      await world.look();
      expect(world.reads()).toBe(before + settledReads.old);
      expect((await world.given()).shared.unshown).toBeUndefined();
    },
  );

  it('M10 M12: keeps what was in place while Resource Graph has lost it, and whose it is', async () => {
    const hidden = new Set<string>();
    const world = await startGiven(everything, {}, hiding(hidden));
    await world.addVm('vm-1');
    await world.look();
    await world.clock.advance(35 * 60_000);
    const before = await world.given();
    for (const path of [identities, identity, workspaces, rule]) hidden.add(`${root}/${path}`.toLowerCase());
    const reads = world.reads();
    await world.look();
    expect(await world.givenWord()).toBe('Configured');
    expect(world.reads()).toBe(reads + settledReads.old + hidden.size);
    const after = await world.given();
    expect(after.shared.present).toEqual(before.shared.present);
    expect(after.owned).toEqual(before.owned);
    expect(world.givenWrites()).toHaveLength(allOfIt.length);
  });

  it('M10: gets what was deleted again also in a group that Resource Graph has lost', async () => {
    const hidden = new Set<string>();
    const world = await startGiven({ identity: { create: true, lock: false } }, {}, hiding(hidden));
    await world.addVm('vm-1');
    await world.look();
    await world.clock.advance(35 * 60_000);
    hidden.add(`${root}/${identities}`.toLowerCase());
    await world.callAzure('DELETE', `${root}/${identity}`, {});
    await world.clock.advance(5 * 60_000);
    await world.look();
    expect(await world.givenWord()).toBe('Configured');
    expect(world.givenWrites(2)).toEqual([`PUT ${identity} 201`]);
  });

  it('M10: keeps what is there already, however it is written, and owns none of it', async () => {
    const world = await startGiven(everything);
    await world.addVm('vm-1');
    await world.azure.events.silently(async () => {
      const lower = workspace.toLowerCase();
      const bodies = [
        [identities.toLowerCase(), { location: 'northeurope' }],
        [identity.toLowerCase(), { location: 'westeurope' }],
        [`${identity}/providers/Microsoft.Authorization/locks/keep`, { properties: { level: 'ReadOnly' } }],
        [workspaces.toUpperCase().replace('RESOURCEGROUPS', 'resourceGroups'), { location: 'westeurope' }],
        [lower, { location: 'northeurope' }],
      ] as const;
      for (const [path, body] of bodies) {
        const { status } = await world.callAzure('PUT', `${root}/${path}`, { body });
        expect(status, path).toBeLessThan(300);
      }
      await world.clock.advance(60_000);
    });
    await world.look();
    expect(
      world
        .givenWrites()
        .map((line) => line.toLowerCase())
        .toSorted(),
    ).toEqual(made(solution('SecurityCenterFree'), rule).map((line) => line.toLowerCase()));
    expect(await world.givenWord()).toBe('Configured');
    const { owned } = await world.given();
    expect(owned).toHaveLength(2);
    const sent = world.writes().find(({ path }) => path.endsWith('amo-westeurope-linux-dcr'));
    expect(sent?.body).toMatchObject({ location: 'northeurope' });
  });

  it('is left as it is by a step whose resource somebody made since the look', async () => {
    const world = await startGiven(
      everything,
      {},
      {
        wrapAzure: (azure) => ({
          ...azure,
          readResource: async (target, id, type) => {
            if (type === 'Microsoft.ManagedIdentity/userAssignedIdentities') {
              await world.callAzure('PUT', id, { body: { location: 'westeurope', tags: { by: 'another' } } });
            }
            return azure.readResource(target, id, type);
          },
        }),
      },
    );
    // A group that the look itself has just made holds nothing yet.
    await world.callAzure('PUT', `${root}/${identities}`, { body: { location: 'westeurope' } });
    await world.addVm('vm-1');
    await world.look();
    const others = made(identities, identity);
    expect(world.givenWrites().toSorted()).toEqual(allOfIt.filter((line) => !others.includes(line)));
    expect(await world.givenWord()).toBe('Configured');
  });

  it('alerts to a role of its identity once, and goes on', async () => {
    const world = await startGiven({ identity: { create: true } });
    await world.addVm('vm-1');
    await world.look();
    await world.clock.advance(60 * 60_000);
    const { body } = await world.callAzure('GET', `${root}/${identity}`);
    const principalId = JSON.stringify(body).match(/"principalId":"([^"]+)"/)?.[1] ?? '';
    const assigned = await world.callAzure(
      'PUT',
      `${root}/providers/Microsoft.Authorization/roleAssignments/5b5c0000-0000-4000-a000-00000000aaaa`,
      {
        body: {
          properties: {
            principalId,
            roleDefinitionId: `${root}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`,
          },
        },
      },
    );
    expect(assigned.status).toBe(201);
    await world.look();
    await world.look();
    const { key, findings } = await world.given();
    const alerts = (await world.store.timeline.recent(key, 50)).filter(({ what }) => what === 'alert');
    expect(alerts).toMatchObject([{ code: 'IdentityHasRoles', text: expect.stringContaining('holds role b24988ac') }]);
    expect(findings['shared-identities']).toMatchObject({ detail: expect.stringMatching(/^IdentityHasRoles: /) });
    expect(await world.givenWord()).toBe('Configured');
  });
});

describe('security events', () => {
  it('P9 P7: come by a rule of their own, with the solution of Plan 2', async () => {
    const world = await startGiven({ workspace: 'default', plan: 'P2', securityEvents: 'Common' });
    await world.addVm('vm-1', { os: 'windows' });
    await world.look();
    const rules = [ruleOf('amo-westeurope-windows-dcr'), ruleOf('Microsoft-SecurityEvents-westeurope-dcr')];
    expect(world.givenWrites().toSorted()).toEqual(made(workspaces, workspace, solution('Security'), ...rules));
    const { findings } = await world.given();
    expect(findings).toMatchObject({ workspaces: { kind: 'satisfied' }, 'collection-rules': { kind: 'satisfied' } });
  });
});
