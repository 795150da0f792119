import { expect, test } from 'vitest';
import type { ResourceEvent } from '../../../../local/azure/core/types.ts';
import { assertValidRequest } from '../../../azure/schema-check.ts';
import { groupId, startLocalAzure, subscriptionScope } from '../local-azure-fixture.ts';

const workspace = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/logs-a`;
const type = 'Microsoft.OperationsManagement/solutions';
const idOf = (name: string) => `${groupId}/providers/${type}/${name}`;
const bodyOf = (product: string, name = `${product}(logs-a)`) => ({
  location: 'westeurope',
  properties: { workspaceResourceId: workspace },
  plan: { name, publisher: 'Microsoft', product: `OMSGallery/${product}`, promotionCode: '' },
});

async function start() {
  const world = await startLocalAzure();
  await world.call('PUT', workspace, { location: 'westeurope' });
  const events: ResourceEvent[] = [];
  world.azure.context.hooks.onEvent.push((event) => events.push(event));
  return { ...world, events };
}

test.each(['SecurityCenterFree', 'Security'])(
  'the solution %s is installed, read, listed and told',
  async (product) => {
    const { call, events } = await start();
    const id = idOf(`${product}(logs-a)`);
    assertValidRequest({ method: 'PUT', url: `https://a${id}?api-version=2015-11-01-preview`, body: bodyOf(product) });
    const put = await call('PUT', id, bodyOf(product));
    expect([put.status, put.json]).toMatchObject([201, { id, ...bodyOf(product) }]);
    expect(put.json.properties.provisioningState).toBe('Succeeded');
    expect((await call('PUT', id, bodyOf(product))).status).toBe(200);
    expect((await call('GET', id)).json).toEqual(put.json);
    for (const scope of [groupId, subscriptionScope]) {
      expect((await call('GET', `${scope}/providers/${type}`)).json.value).toEqual([put.json]);
    }
    const query = `resources | where type == '${type.toLowerCase()}' | project state = tostring(properties.provisioningState)`;
    const found = await call('POST', '/providers/Microsoft.ResourceGraph/resources', { query });
    expect(found.json.data).toEqual([{ state: 'Succeeded' }]);
    expect([(await call('DELETE', id)).status, (await call('DELETE', id)).status]).toEqual([200, 204]);
    expect(events.map(({ operationName }) => operationName)).toEqual([
      `${type}/write`,
      `${type}/write`,
      `${type}/delete`,
    ]);
  },
);

test('a solution goes with its workspace', async () => {
  const { call } = await start();
  await call('PUT', idOf('Security(logs-a)'), bodyOf('Security'));
  await call('DELETE', workspace);
  expect((await call('GET', idOf('Security(logs-a)'))).status).toBe(404);
});

test.each([
  ['a name without the workspace', 'Security', bodyOf('Security', 'Security'), 400, 'InvalidParameter'],
  ['a name of another workspace', 'Security(logs-b)', bodyOf('Security', 'Security(logs-b)'), 400, 'InvalidParameter'],
  ['a plan of another name', 'Security(logs-a)', bodyOf('Security', 'Other(logs-a)'), 400, 'InvalidParameter'],
  ['a plan of another product', 'Security(logs-a)', bodyOf('Updates', 'Security(logs-a)'), 400, 'InvalidParameter'],
  ['no plan', 'Security(logs-a)', { ...bodyOf('Security'), plan: undefined }, 400, 'InvalidParameter'],
  [
    'a workspace that is not there',
    'Security(none)',
    {
      ...bodyOf('Security', 'Security(none)'),
      properties: { workspaceResourceId: workspace.replace('logs-a', 'none') },
    },
    404,
    'ResourceNotFound',
  ],
])('%s is refused', async (_what, name, body, status, code) => {
  const { call } = await start();
  const put = await call('PUT', idOf(name), body);
  expect([put.status, put.json.error.code]).toEqual([status, code]);
});
