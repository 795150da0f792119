import { expect, test } from 'vitest';
import { eventFunctionId } from '../../local/world/connect-events.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { createWorld } from '../../local/world/virtual-world.ts';

test("events that reach the app by an event subscription of ARM's onboard a new machine", async () => {
  const world = await createWorld();
  try {
    const { azure, callAzure, tenant } = world;
    azure.events.unsubscribe('app');
    const topic = `${tenant.group}/providers/Microsoft.EventGrid/systemTopics/events`;
    const source = `/subscriptions/${tenant.subscription}`;
    await callAzure('PUT', topic, {
      body: { location: 'global', properties: { source, topicType: 'Microsoft.Resources.Subscriptions' } },
    });
    const destination = { endpointType: 'AzureFunction', properties: { resourceId: eventFunctionId(tenant) } };
    const filter = {
      advancedFilters: [
        { operatorType: 'StringBeginsWith', key: 'data.operationName', values: ['Microsoft.Compute/virtualMachine'] },
        {
          operatorType: 'StringNotIn',
          key: 'data.claims.appid',
          values: [azure.context.principals.app.clientId],
        },
      ],
    };
    await callAzure('PUT', `${topic}/eventSubscriptions/amo`, { body: { properties: { destination, filter } } });
    await world.clock.advance(30_000);
    await callAzure('PUT', vmId(tenant, 'web1'), { body: vmBody('web1') });
    await world.untilQuiet();
    expect((await world.record(vmId(tenant, 'web1')))?.standing).toMatchObject({ status: 'Configured' });
    const told = azure.events.log.records().map(({ operationName }) => operationName);
    expect(told).toContain('Microsoft.Compute/virtualMachines/write');
    expect(told.filter((name) => !/^Microsoft\.Compute\/virtualMachine/.test(name))).toEqual([]);
  } finally {
    await world.stop();
  }
});
