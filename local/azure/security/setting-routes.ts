import { flagAt, objectAt, textAt } from '../core/json.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import { readBody } from '../core/request/read-body.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, SimContext } from '../core/types.ts';
import type { Defender } from './defender.ts';
import { invalidInput } from './refuse-input.ts';
import {
  findSettingName,
  isSettingOn,
  type SettingName,
  setSetting,
  settingIdOf,
  settingKinds,
  settingNames,
  settingType as type,
} from './setting.ts';

const path = `/subscriptions/{subscriptionId}/providers/${type}`;
const shape = {
  id: 'string',
  name: 'string',
  type: 'string',
  kind: 'string',
  systemData: 'any',
  properties: { enabled: 'boolean' },
} as const;

/** Settings of Defender for Cloud: its integration with Defender for Endpoint among them. */
export const settingFamily =
  (defender: Defender): Family =>
  (context) => [
    {
      method: 'GET',
      path,
      operation: `${type}/read`,
      source: 'Defender for Cloud REST API, Settings - List; MCAS, WDATP, Sentinel: mondoohq/mql#5415',
      handle: (request) => {
        const subscriptionId = request.param('subscriptionId');
        const all = settingNames.map((name) => settingJson(defender, subscriptionId, name));
        const value = all.filter((setting) => setting !== undefined);
        return { status: 200, body: { value } };
      },
    },
    {
      method: 'GET',
      path: `${path}/{name}`,
      operation: `${type}/read`,
      source: 'Defender for Cloud REST API, Settings - Get; no public source for the 404 of an absent one',
      handle: (request) => {
        const name = findSettingName(request.param('name'));
        const body = name && settingJson(defender, request.param('subscriptionId'), name);
        if (body === undefined) throw resourceNotFound(request.path);
        return { status: 200, body };
      },
    },
    {
      method: 'PUT',
      path: `${path}/{name}`,
      operation: `${type}/write`,
      source: 'Defender for Cloud REST API, Settings - Update',
      publishes: 'write',
      handle: (request) => putSetting(context, defender, request),
    },
  ];

function putSetting(context: SimContext, defender: Defender, request: ArmRequest): ArmReply {
  const subscriptionId = request.param('subscriptionId');
  const name = findSettingName(request.param('name'));
  if (name === undefined) {
    throw invalidInput(
      `The setting name '${request.param('name')}' is not valid. Possible names: ${settingNames.join(', ')}.`,
    );
  }
  const body = readBody(request, shape, ['kind', 'properties']);
  const kind = textAt(body, 'kind') ?? '';
  if (kind !== settingKinds[name]) {
    throw invalidInput(`The setting '${name}' is of kind '${settingKinds[name]}', not '${kind}'.`);
  }
  const enabled = flagAt(objectAt(body, 'properties'), 'enabled');
  if (enabled === undefined) throw invalidInput(`The setting '${name}' needs properties.enabled.`);
  const setting = setSetting(context, defender, subscriptionId, name, { enabled, by: request.principal });
  return { status: 200, body: settingJson(defender, subscriptionId, name), resourceId: setting.id };
}

/** Undefined where the subscription does not have the setting. */
function settingJson(defender: Defender, subscriptionId: string, name: SettingName): JsonObject | undefined {
  const enabled = isSettingOn(defender, subscriptionId, name);
  if (enabled === undefined) return undefined;
  return { id: settingIdOf(subscriptionId, name), name, kind: settingKinds[name], type, properties: { enabled } };
}
