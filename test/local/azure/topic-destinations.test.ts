import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { queueId } from '../../../local/azure/events/delivery-endpoints.ts';
import { amoId, appGroup, startEventGrid, storageId, topicId } from './event-grid-fixture.ts';
import { subscriptionScope } from './local-azure-fixture.ts';

const identity = `${appGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`;
const inWestEurope = { location: 'westeurope' };

describe('events of a system topic', () => {
  it('reach a queue as base64 of one event, with the identity of the topic', async () => {
    const { azure, call, clock, deliver, received, subscribe } = await startEventGrid();
    azure.endpoints.set({ resourceId: queueId(storageId, 'arm-events'), address: '', trigger: '', deliver });
    await call('PATCH', topicId, { identity: { type: 'SystemAssigned' } });
    await subscribe({
      eventDeliverySchema: 'CloudEventSchemaV1_0',
      deliveryWithResourceIdentity: {
        identity: { type: 'SystemAssigned' },
        destination: { endpointType: 'StorageQueue', properties: { resourceId: storageId, queueName: 'arm-events' } },
      },
    });
    await call('PUT', identity, inWestEurope);
    await clock.quiesce();
    expect(JSON.parse(Buffer.from(received[0]?.body ?? '', 'base64').toString())).toMatchObject({
      specversion: '1.0',
      source: subscriptionScope,
      type: 'Microsoft.Resources.ResourceWriteSuccess',
    });
  });

  it('reach a webhook that passes the handshake; its key is told by getFullUrl alone', async () => {
    const { call, clock, subscribe } = await startEventGrid();
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        const code = JSON.parse(text)[0]?.data?.validationCode;
        if (code === undefined) bodies.push(text);
        response.writeHead(200).end(code === undefined ? '' : JSON.stringify({ validationResponse: code }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const endpointUrl = `http://127.0.0.1:${port}/hook?code=secret`;
    await subscribe({ destination: { endpointType: 'WebHook', properties: { endpointUrl } } });
    const shown = await call('GET', amoId);
    expect(shown.json.properties).toMatchObject({
      provisioningState: 'Succeeded',
      destination: { properties: { endpointUrl: null, endpointBaseUrl: `http://127.0.0.1:${port}/hook` } },
    });
    expect(shown.body).not.toContain('secret');
    expect((await call('POST', `${amoId}/getFullUrl`)).json).toEqual({ endpointUrl });
    await call('PUT', identity, inWestEurope);
    await clock.quiesce();
    expect(bodies.join()).toContain('userAssignedIdentities/write');
    server.close();
  });
});
