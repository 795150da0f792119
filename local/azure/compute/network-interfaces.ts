import { isObject, listAt, objectAt, textAt } from '../core/json.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import { pageOf } from '../core/request/page.ts';
import { sameId } from '../core/store/arm-id.ts';
import { groupIdOf, resourceIdOf } from '../core/store/resource-path.ts';
import type { Family, JsonObject, SimContext } from '../core/types.ts';

const type = 'Microsoft.Network/networkInterfaces';
const groupPath = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${type}`;
const operation = `${type}/read`;

/** The network interfaces that VMs name, read only and without addresses: what `az vm show -d` and `az vm list -d` ask for. */
export const networkInterfaceFamily: Family = (context) => [
  {
    method: 'GET',
    path: `${groupPath}/{name}`,
    operation,
    source: 'Virtual Network REST API, Network Interfaces - Get',
    handle: (request) => {
      const id = resourceIdOf(context, request, type);
      const found = networkInterfaces(context).find((each) => sameId(textAt(each, 'id') ?? '', id));
      if (found === undefined) throw resourceNotFound(id);
      return { status: 200, body: found };
    },
  },
  {
    method: 'GET',
    path: groupPath,
    operation,
    source: 'Virtual Network REST API, Network Interfaces - List',
    executes: ['$skiptoken', '$top'],
    handle: (request) => pageOf(request, within(context, groupIdOf(context, request)), (each) => each),
  },
  {
    method: 'GET',
    path: `/subscriptions/{subscriptionId}/providers/${type}`,
    operation,
    source: 'Virtual Network REST API, Network Interfaces - List All',
    executes: ['$skiptoken', '$top'],
    handle: (request) =>
      pageOf(request, within(context, `/subscriptions/${request.param('subscriptionId')}`), (each) => each),
  },
];

function within(context: SimContext, scope: string): JsonObject[] {
  const prefix = `${scope}/`.toLowerCase();
  return networkInterfaces(context).filter((each) => textAt(each, 'id')?.toLowerCase().startsWith(prefix));
}

function networkInterfaces(context: SimContext): JsonObject[] {
  return context.vms.all().flatMap((vm) => {
    const named = listAt(objectAt(vm.properties, 'networkProfile'), 'networkInterfaces') ?? [];
    return named
      .filter(isObject)
      .map((entry) => textAt(entry, 'id'))
      .filter((id) => id !== undefined)
      .map((id) => ({
        id,
        name: id.split('/').at(-1),
        type,
        location: vm.location,
        properties: {
          provisioningState: 'Succeeded',
          primary: true,
          ipConfigurations: [],
          virtualMachine: { id: vm.id },
        },
      }));
  });
}
