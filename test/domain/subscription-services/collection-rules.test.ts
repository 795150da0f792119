import { describe, expect, it } from 'vitest';
import { ruleIdsFor } from '../../../src/domain/subscription/shared-names.ts';
import { collectionRulesService } from '../../../src/domain/subscription-services/collection-rules.ts';
import { isRecord } from './is-record.ts';
import { defenderOf, idsOf, inUse, madeBy, resources, root, rowOf, sharedInput, subscription } from './shared-input.ts';

const { find } = collectionRulesService;
const wish = { workspace: 'default', plan: 'P2' } as const;
const group = 'resourceGroups/DefaultResourceGroup-WEU';
const workspaceName = `defaultWorkspace-${subscription}-WEU`;
const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/${workspaceName}`;
const ruleOf = (name: string) => `${group}/providers/Microsoft.Insights/dataCollectionRules/${name}`;
const solution = (product: string) =>
  `${group}/providers/Microsoft.OperationsManagement/solutions/${product}(${workspaceName})`;
const named =
  '/subscriptions/22222222-2222-4333-8444-555555555555/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/logs';
const both = inUse('westeurope linux', 'westeurope windows');

describe('the rules of a subscription', () => {
  it('M12 P15: are one for each system of each region, and what machines are told to use', () => {
    const parts = { resources: resources(inUse('westeurope linux', 'eastus arc windows', 'eastus linux')) };
    const finding = find(sharedInput(wish, { parts }));
    expect(idsOf(finding)).toEqual([
      'createDataCollectionRule:eastus-windows',
      'createDataCollectionRule:eastus-linux',
      'createDataCollectionRule:westeurope-linux',
    ]);
    const { spec } = sharedInput(wish);
    expect(idsOf(finding).map((id) => madeBy(finding, id).resourceId)).toEqual([
      ...ruleIdsFor(spec, subscription, 'eastus', 'windows'),
      ...ruleIdsFor(spec, subscription, 'eastus', 'linux'),
      ...ruleIdsFor(spec, subscription, 'westeurope', 'linux'),
    ]);
  });

  it('P8 P15: send to the workspace, always have a source, and none is of the Azure Security agent', () => {
    for (const collect of ['heartbeatOnly', 'performance', 'windowsEvents', 'syslog', 'insights'] as const) {
      const finding = find(sharedInput({ ...wish, collect: [collect] }, { parts: { resources: resources(both) } }));
      expect(idsOf(finding)).toHaveLength(2);
      for (const id of idsOf(finding)) {
        const { resourceId, body } = madeBy(finding, id);
        expect(resourceId).not.toContain('Microsoft-Security-westeurope-dcr');
        const properties: Readonly<Record<string, unknown>> =
          'properties' in body && isRecord(body.properties) ? body.properties : {};
        const { dataSources, destinations, dataFlows } = properties;
        const sources = isRecord(dataSources) ? Object.entries(dataSources) : [];
        expect(sources).toHaveLength(1);
        expect(sources.map(([list]) => list)).not.toContain('extensions');
        expect(destinations).toEqual({
          logAnalytics: [{ name: 'workspace', workspaceResourceId: `${root}/${workspace}` }],
        });
        expect(dataFlows).toMatchObject([
          { destinations: ['workspace'], streams: [expect.stringMatching(/^Microsoft-/)] },
        ]);
      }
    }
  });

  it('M12: are in the region of their workspace, also where another region shares it', () => {
    const there = resources(
      inUse('japaneast linux', 'japanwest linux'),
      rowOf(
        `resourceGroups/DefaultResourceGroup-EJP/providers/Microsoft.OperationalInsights/workspaces/defaultWorkspace-${subscription}-EJP`,
        { location: 'japanwest' },
      ),
    );
    const finding = find(sharedInput(wish, { parts: { resources: there } }));
    expect(idsOf(finding)).toHaveLength(2);
    for (const id of idsOf(finding)) expect(madeBy(finding, id).body).toMatchObject({ location: 'japanwest' });
  });

  it('P15: carry the tags of the file, each of them', () => {
    const wanted = { ...wish, securityEvents: 'Common', tags: { owner: 'ops' } } as const;
    const finding = find(sharedInput(wanted, { parts: { resources: resources(both) } }));
    expect(idsOf(finding)).toHaveLength(3);
    for (const id of idsOf(finding)) expect(madeBy(finding, id).body).toMatchObject({ tags: { owner: 'ops' } });
  });

  it('in a failed state under our names are left to whoever made them', () => {
    const there = resources(both, rowOf(ruleOf('amo-westeurope-linux-dcr'), { provisioningState: 'Failed' }));
    const finding = find(sharedInput(wish, { parts: { resources: there } }));
    expect(idsOf(finding)).toEqual(['createDataCollectionRule:westeurope-windows']);
    expect(finding).toMatchObject({ also: [{ kind: 'blocked', code: 'SharedObjectFailed' }] });
  });

  it('that are there under our names stay as they are', () => {
    const ours = rowOf(ruleOf('AMO-westeurope-Linux-dcr'), { workspaceIds: [`${root}/${workspace}`.toUpperCase()] });
    const there = resources(both, ours, ruleOf('amo-westeurope-windows-dcr'));
    expect(find(sharedInput(wish, { parts: { resources: there } }))).toMatchObject({
      kind: 'satisfied',
      detail: 'left as it is, and sends elsewhere: amo-westeurope-windows-dcr',
    });
  });

  it('P11: are not attempted where the cloud has no default workspace, and are with a named one', () => {
    const cloud = 'AzureUSGovernment';
    expect(find(sharedInput(wish, { cloud }))).toMatchObject({ kind: 'not-applicable' });
    const parts = {
      resources: resources(inUse('usgovvirginia linux')),
      workspace: { state: 'present', id: named, location: 'usgovvirginia', solutions: [] } as const,
    };
    const finding = find(sharedInput({ workspace: { id: named } }, { cloud, parts }));
    expect(idsOf(finding)).toEqual(['createRuleGroup:usgovvia', 'createDataCollectionRule:usgovvirginia-linux']);
  });

  it('P6: into a workspace that the file names are in its region and in a group of this subscription', () => {
    const parts = {
      resources: resources(inUse('westeurope linux'), group),
      workspace: { state: 'present', id: named, location: 'northeurope', solutions: [] } as const,
    };
    const finding = find(sharedInput({ workspace: { id: named } }, { parts }));
    expect(idsOf(finding)).toEqual(['createDataCollectionRule:westeurope-linux']);
    expect(madeBy(finding, 'createDataCollectionRule:westeurope-linux')).toMatchObject({
      resourceId: `${root}/${ruleOf('amo-westeurope-linux-dcr')}`,
      body: {
        location: 'northeurope',
        properties: { destinations: { logAnalytics: [{ workspaceResourceId: named }] } },
      },
    });
  });
});

describe('the rule for security events', () => {
  const eventRule = 'createDataCollectionRule:westeurope-security-events';

  it('P9: is of Windows only, after the solution that brings its table', () => {
    const finding = find(
      sharedInput({ ...wish, securityEvents: 'Minimal' }, { parts: { resources: resources(both) } }),
    );
    expect(idsOf(finding)).toEqual([
      'createDataCollectionRule:westeurope-windows',
      eventRule,
      'createDataCollectionRule:westeurope-linux',
    ]);
    const rule = madeBy(finding, eventRule);
    expect(rule.resourceId).toBe(`${root}/${ruleOf('Microsoft-SecurityEvents-westeurope-dcr')}`);
    expect(rule.body).toMatchObject({
      kind: 'Windows',
      properties: {
        dataSources: { windowsEventLogs: [{ name: 'eventLogsDataSource', streams: ['Microsoft-SecurityEvent'] }] },
        destinations: { logAnalytics: [{ name: 'DataCollectionEvent' }] },
      },
    });
    const step = finding.kind === 'wanted' ? finding.steps.find(({ id }) => id === eventRule) : undefined;
    expect(step?.needs).toContain(`resource:${root}/${solution('Security')}`.toLowerCase());
  });

  it.each([
    ['a plan without the solution', { ...wish, plan: 'P1' as const }, {}],
    ['an unmanaged plan that is free', { workspace: 'default' as const }, { defender: defenderOf('Free') }],
  ])('P9: is held with %s, and the others are made', (_, wanted, parts) => {
    const finding = find(
      sharedInput({ ...wanted, securityEvents: 'Common' }, { parts: { resources: resources(both), ...parts } }),
    );
    expect(idsOf(finding)).toHaveLength(2);
    expect(finding).toMatchObject({
      also: [{ kind: 'blocked', code: 'SolutionMissing', keptBack: [{ id: eventRule }] }],
    });
  });

  it('P9: is made where Microsoft Sentinel has brought the table', () => {
    const there = resources(both, workspace, solution('SecurityInsights'));
    const finding = find(
      sharedInput({ ...wish, plan: 'free', securityEvents: 'AllEvents' }, { parts: { resources: there } }),
    );
    expect(idsOf(finding)).toContain(eventRule);
  });
});
