import { describe, expect, it } from 'vitest';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { subscription } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';

const target = subscriptionRef(subscription);
const root = `/subscriptions/${subscription}`;
const group = '/providers/Microsoft.Management/managementGroups/platform';
const authorization = '/providers/Microsoft.Authorization';

const assignment = {
  id: `${group}${authorization}/policyAssignments/agents`,
  properties: {
    policyDefinitionId: `${authorization}/policySetDefinitions/BABF8E94-780b-4b4d-abaa-4830136a8725`,
    scope: group,
    notScopes: [`${root}/resourceGroups/lab`],
    enforcementMode: 'Default',
    parameters: { dcrResourceId: { value: '/rule' }, listOfLinuxImageIdToInclude: { value: [] }, own: { value: true } },
    overrides: [
      { kind: 'policyEffect', value: 'Disabled', selectors: [{ kind: 'resourceLocation', in: ['eastus'] }] },
      { kind: 'definitionVersion', value: '1.*.*' },
    ],
    resourceSelectors: [{ name: 'a', selectors: [{ kind: 'resourceType', notIn: ['x'] }] }],
  },
};
const exemption = {
  id: `${root}/resourceGroups/lab${authorization}/policyExemptions/freed`,
  properties: {
    policyAssignmentId: assignment.id,
    policyDefinitionReferenceIds: ['one'],
    exemptionCategory: 'Waiver',
    expiresOn: '2027-01-01T00:00:00.0000000Z',
  },
};

function azureWith(assignments: unknown, exemptions: unknown) {
  return recordedAzure(({ url }) => ({
    status: 200,
    body: { value: url.includes('/policyAssignments') ? assignments : exemptions },
  }));
}

describe('policies', () => {
  it('are read in two lists, with all that decides whom they cover', async () => {
    const { port, sent } = azureWith([assignment], [exemption]);
    expect(await port.readPolicies(target)).toEqual({
      kind: 'found',
      value: {
        assignments: [
          {
            id: assignment.id,
            definition: 'babf8e94-780b-4b4d-abaa-4830136a8725',
            scope: group,
            notScopes: [`${root}/resourceGroups/lab`],
            mode: 'Default',
            parameters: { dcrResourceId: '/rule', own: true },
            overrides: [
              { effect: 'Disabled', selectors: [{ kind: 'resourceLocation', in: ['eastus'], notIn: undefined }] },
            ],
            resourceSelectors: [[{ kind: 'resourceType', in: undefined, notIn: ['x'] }]],
          },
        ],
        exemptions: [
          {
            assignmentId: assignment.id,
            scope: `${root}/resourceGroups/lab`,
            references: ['one'],
            expiresOn: '2027-01-01T00:00:00.000Z',
            resourceSelectors: [],
          },
        ],
      },
    });
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
      `${root}${authorization}/policyAssignments`,
      `${root}${authorization}/policyExemptions`,
    ]);
  });

  it('are enforced where an assignment says nothing of it', async () => {
    const { port } = azureWith([{ id: assignment.id, properties: { policyDefinitionId: '/x/y' } }], []);
    expect(await port.readPolicies(target)).toMatchObject({
      value: { assignments: [{ mode: 'Default', scope: group, definition: 'y', parameters: {} }] },
    });
  });

  it('need no list of exemptions where nothing is assigned that is compared', async () => {
    const { port, sent } = azureWith([{ id: assignment.id, properties: { policyDefinitionId: '/x/y' } }], [exemption]);
    expect(await port.readPolicies(target)).toMatchObject({ value: { exemptions: [] } });
    expect(sent).toHaveLength(1);
  });

  it('that cannot be read are a failure, and never none', async () => {
    const { port } = recordedAzure(({ url }) =>
      url.includes('/policyExemptions')
        ? { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'no' } } }
        : { status: 200, body: { value: [assignment] } },
    );
    expect(await port.readPolicies(target)).toMatchObject({ kind: 'failed', failure: { code: 'AuthorizationFailed' } });
  });
});

describe('P2 E4: connectors', () => {
  const id = `${root}/resourceGroups/g/providers/Microsoft.Security/securityConnectors/shop`;
  const read = async (properties: unknown) => {
    const { port } = recordedAzure(() => ({ status: 200, body: { value: [{ id, properties }] } }));
    return port.readConnectors(target);
  };

  it('are read with the plan for servers and what they install', async () => {
    const servers = {
      offeringType: 'DefenderForServersGcp',
      subPlan: { type: 'P1' },
      arcAutoProvisioning: { enabled: true, configuration: {} },
      mdeAutoProvisioning: { enabled: false },
    };
    const offerings = [{ offeringType: 'CspmMonitorGcp' }, servers];
    expect(await read({ environmentName: 'GCP', hierarchyIdentifier: '42', offerings })).toEqual({
      kind: 'found',
      value: [{ id, cloud: 'GCP', account: '42', plan: 'P1', connectsMachines: true, providesEndpoint: false }],
    });
  });

  it('without an offering for servers install nothing', async () => {
    expect(await read({ environmentName: 'AWS', hierarchyIdentifier: '1' })).toMatchObject({
      value: [{ plan: undefined, connectsMachines: false, providesEndpoint: false }],
    });
  });

  it('to code repositories have no machines', async () => {
    expect(await read({ environmentName: 'Github' })).toEqual({ kind: 'found', value: [] });
  });
});
