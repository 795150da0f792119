import { objectAt, textAt } from '../core/json.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import type { Principal } from '../core/request/principals.ts';
import { readBody } from '../core/request/read-body.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import { newResource, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, SimContext } from '../core/types.ts';
import type { Defender } from './defender.ts';
import { invalidInput } from './refuse-input.ts';

const type = 'Microsoft.Security/autoProvisioningSettings';
const path = `/subscriptions/{subscriptionId}/providers/${type}`;
const shape = {
  id: 'string',
  name: 'string',
  type: 'string',
  systemData: 'any',
  properties: { autoProvision: 'string' },
} as const;

/** The retired switch that brought the Log Analytics agent to new machines. */
export interface ProvisioningSetting extends StoredResource {
  autoProvision: 'On' | 'Off';
}

/** `autoProvisioningSettings/default`, the only one. Nothing is installed by it here. */
export const provisioningSettingFamily =
  (defender: Defender): Family =>
  (context) => [
    {
      method: 'GET',
      path,
      operation: `${type}/read`,
      source: 'Defender for Cloud REST API, Auto Provisioning Settings - List',
      handle: (request) => ({ status: 200, body: { value: [settingJson(defender, request)] } }),
    },
    {
      method: 'GET',
      path: `${path}/{name}`,
      operation: `${type}/read`,
      source: 'Defender for Cloud REST API, Auto Provisioning Settings - Get',
      handle: (request) => {
        refuseOtherName(request);
        return { status: 200, body: settingJson(defender, request) };
      },
    },
    {
      method: 'PUT',
      path: `${path}/{name}`,
      operation: `${type}/write`,
      source: 'Defender for Cloud REST API, Auto Provisioning Settings - Create',
      publishes: 'write',
      handle: (request) => putSetting(context, defender, request),
    },
  ];

function putSetting(context: SimContext, defender: Defender, request: ArmRequest): ArmReply {
  refuseOtherName(request);
  const properties = objectAt(readBody(request, shape, ['properties']), 'properties');
  const wanted = textAt(properties, 'autoProvision');
  if (wanted !== 'On' && wanted !== 'Off') {
    throw invalidInput(`The autoProvision '${wanted ?? ''}' is not valid. Possible values: On, Off.`);
  }
  const setting = setAutoProvision(context, defender, request.param('subscriptionId'), wanted, request.principal);
  return { status: 200, body: settingJson(defender, request), resourceId: setting.id };
}

/** Turns the switch; where it was never written it is Off. */
export function setAutoProvision(
  context: SimContext,
  defender: Defender,
  subscriptionId: string,
  autoProvision: 'On' | 'Off',
  by: Principal,
): ProvisioningSetting {
  const id = idIn(subscriptionId);
  const setting = defender.provisioning.get(id) ?? {
    ...newResource(context, { principal: by }, id, type),
    autoProvision,
  };
  setting.autoProvision = autoProvision;
  touch(context, setting, by);
  defender.provisioning.set(setting);
  return setting;
}

function idIn(subscriptionId: string): string {
  return `/subscriptions/${subscriptionId}/providers/${type}/default`;
}

function refuseOtherName(request: ArmRequest): void {
  if (request.param('name').toLowerCase() !== 'default') throw resourceNotFound(request.path);
}

function settingJson(defender: Defender, request: ArmRequest): JsonObject {
  const id = idIn(request.param('subscriptionId'));
  const autoProvision = defender.provisioning.get(id)?.autoProvision ?? 'Off';
  return { id, name: 'default', type, properties: { autoProvision } };
}
