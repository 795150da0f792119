import { describe, expect, it } from 'vitest';
import { workspacesService } from '../../../src/domain/subscription-services/workspaces.ts';
import { stepRecord } from '../services/service-input.ts';
import {
  below,
  defenderOf,
  idsOf,
  inUse,
  madeBy,
  ownedOf,
  resources,
  root,
  rowOf,
  sharedInput,
  subscription,
} from './shared-input.ts';

const { find } = workspacesService;
const wish = { workspace: 'default', plan: 'P1' } as const;
const group = 'resourceGroups/DefaultResourceGroup-WEU';
const workspaceName = `defaultWorkspace-${subscription}-WEU`;
const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/${workspaceName}`;
const solution = (product: string) =>
  `${group}/providers/Microsoft.OperationsManagement/solutions/${product}(${workspaceName})`;
const weu = inUse('westeurope linux');
const named =
  '/subscriptions/22222222-2222-4333-8444-555555555555/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/logs';

describe('the default workspace', () => {
  it('P5: is made for each code of a region in use, with its group and solution', () => {
    const parts = { resources: resources(inUse('westeurope linux', 'japanwest windows', 'japaneast arc linux')) };
    expect(idsOf(find(sharedInput(wish, { parts })))).toEqual([
      'createWorkspaceGroup:EJP',
      'createWorkspace:EJP',
      'addSolution:EJP',
      'createWorkspaceGroup:WEU',
      'createWorkspace:WEU',
      'addSolution:WEU',
    ]);
  });

  it('P5: has the names and bodies of the built-in policy', () => {
    const finding = find(sharedInput(wish, { parts: { resources: resources(weu) } }));
    expect(madeBy(finding, 'createWorkspaceGroup:WEU')).toMatchObject({
      resourceId: `${root}/${group}`,
      body: { location: 'westeurope' },
    });
    const made = madeBy(finding, 'createWorkspace:WEU');
    expect(below(made.resourceId)).toBe(workspace);
    expect(made.body).toEqual({
      location: 'westeurope',
      properties: { sku: { name: 'pernode' }, retentionInDays: 30, features: { searchVersion: 1 } },
    });
    const added = madeBy(finding, 'addSolution:WEU');
    expect(below(added.resourceId)).toBe(solution('SecurityCenterFree'));
    expect(added.body).toEqual({
      location: 'westeurope',
      plan: {
        name: `SecurityCenterFree(${workspaceName})`,
        publisher: 'Microsoft',
        product: 'OMSGallery/SecurityCenterFree',
        promotionCode: '',
      },
      properties: { workspaceResourceId: `${root}/${workspace}` },
    });
  });

  it('P5: is in the first of the regions that share it, or where it is already', () => {
    const shared = inUse('japanwest windows', 'japaneast linux');
    const first = find(sharedInput(wish, { parts: { resources: resources(shared) } }));
    expect(madeBy(first, 'createWorkspace:EJP').body.valueOf()).toMatchObject({ location: 'japaneast' });
    const lower = `resourcegroups/defaultresourcegroup-ejp/providers/microsoft.operationalinsights/workspaces/defaultworkspace-${subscription}-ejp`;
    const there = resources(shared, 'resourceGroups/DefaultResourceGroup-EJP', rowOf(lower, { location: 'japanwest' }));
    const second = find(sharedInput(wish, { parts: { resources: there } }));
    expect(idsOf(second)).toEqual(['addSolution:EJP']);
    expect(madeBy(second, 'addSolution:EJP').body).toMatchObject({
      location: 'japanwest',
      properties: { workspaceResourceId: `${root}/${lower}` },
    });
  });

  it('takes tags and the region of its group from the file', () => {
    const wanted = { ...wish, tags: { owner: 'ops' }, location: 'northeurope' };
    const finding = find(sharedInput(wanted, { parts: { resources: resources(weu) } }));
    const bodies = idsOf(finding).map((id) => madeBy(finding, id).body);
    expect(bodies.map((body) => ('location' in body ? body.location : undefined))).toEqual([
      'northeurope',
      'westeurope',
      'westeurope',
    ]);
    for (const body of bodies) expect(body).toMatchObject({ tags: { owner: 'ops' } });
  });

  it.each([
    ['free', undefined, 'SecurityCenterFree'],
    ['P1', undefined, 'SecurityCenterFree'],
    ['P2', undefined, 'Security'],
    ['unmanaged', defenderOf('Free'), 'SecurityCenterFree'],
    ['unmanaged', defenderOf('Standard', 'P1'), 'SecurityCenterFree'],
    ['unmanaged', defenderOf('Standard', 'P2'), 'Security'],
    ['unmanaged', defenderOf('Standard'), 'Security'],
  ] as const)('P7: with plan %s and Azure at %j gets the solution %s', (plan, defender, product) => {
    const parts = { resources: resources(weu), ...(defender === undefined ? {} : { defender }) };
    const finding = find(sharedInput({ workspace: 'default', plan }, { parts }));
    expect(below(madeBy(finding, 'addSolution:WEU').resourceId)).toBe(solution(product));
  });

  it('P7: asks for the plan where the file leaves it alone', () => {
    const parts = { resources: resources(weu) };
    expect(find(sharedInput({ workspace: 'default' }, { parts }))).toEqual({ kind: 'not-read', needs: 'defender' });
  });

  it('that is there with its solution is taken as it is', () => {
    const there = resources(weu, group, workspace.toLowerCase(), solution('SecurityCenterFree').toUpperCase());
    expect(find(sharedInput(wish, { parts: { resources: there } }))).toMatchObject({ kind: 'satisfied' });
  });

  it('that is Creating is waited for', () => {
    const there = resources(weu, group, rowOf(workspace, { provisioningState: 'Creating' }));
    const finding = find(sharedInput(wish, { parts: { resources: there } }));
    expect(finding).toMatchObject({ kind: 'wanted', also: [{ kind: 'provisioning', what: 'createWorkspace' }] });
    expect(idsOf(finding)).toEqual(['addSolution:WEU']);
  });

  it.each([
    ['Failed', []],
    ['Canceled', []],
    // Its logs and how long they are kept would be lost, also where we made it.
    ['Failed', [`${root}/${workspace}`]],
  ])('P5: that is %s is left to its owner and never written over', (provisioningState, own) => {
    const there = resources(weu, group, rowOf(workspace, { provisioningState }));
    const steps = { 'createWorkspace:WEU': stepRecord({ attempts: 1 }) };
    const finding = find(sharedInput(wish, { parts: { resources: there }, steps, owned: own.map(ownedOf) }));
    const detail = `${root}/${workspace} is there in state ${provisioningState}`;
    expect(finding).toMatchObject({ also: [{ kind: 'blocked', code: 'SharedObjectFailed', detail }] });
    expect(idsOf(finding)).toEqual(['addSolution:WEU']);
  });

  it.each(['AzureUSGovernment', 'AzureChinaCloud'] as const)('P11: is told and not attempted in %s', (cloud) => {
    expect(find(sharedInput(wish, { cloud }))).toMatchObject({
      kind: 'not-applicable',
      reason: expect.stringMatching(/^Cloud: /),
    });
  });
});

describe('a workspace that the file names', () => {
  const wanted = { workspace: { id: named }, plan: 'P2' } as const;
  const present = (solutions: readonly string[] | undefined) => ({
    workspace: { state: 'present', id: named, location: 'westeurope', solutions } as const,
  });

  it('P6: is never written to; the solution that it lacks is for its owner', () => {
    expect(find(sharedInput(wanted, { parts: present([]) }))).toMatchObject({
      kind: 'satisfied',
      detail: expect.stringMatching(/^its owner has to add the solution Security; without it .*500 MB/),
    });
    expect(find(sharedInput({ ...wanted, plan: 'P1' }, { parts: present([]) }))).toMatchObject({
      detail: 'its owner has to add the solution SecurityCenterFree',
    });
  });

  it('P6: with its solution it is told to have the free allowance of Plan 2, and what cannot be read is told', () => {
    expect(find(sharedInput(wanted, { parts: present(['security']) }))).toMatchObject({
      kind: 'satisfied',
      detail: 'Plan 2 gives this workspace its free 500 MB a day for each machine',
    });
    const free = { ...wanted, plan: 'free' } as const;
    expect(find(sharedInput(free, { parts: present(['securitycenterfree']) }))).not.toHaveProperty('detail');
    expect(find(sharedInput(wanted, { parts: present(undefined) }))).toMatchObject({
      detail: expect.stringContaining('could not be read'),
    });
  });

  it('that is not there, or not to be read, is a hold or a matter of time', () => {
    const missing = { workspace: { state: 'missing' } as const };
    const unknown = { workspace: { state: 'unknown' } as const };
    expect(find(sharedInput(wanted, { parts: missing }))).toMatchObject({ kind: 'blocked', code: 'ReferenceGone' });
    expect(find(sharedInput(wanted, { parts: unknown }))).toMatchObject({
      kind: 'blocked',
      code: 'ReferenceUnreadable',
    });
  });
});
