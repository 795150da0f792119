import { armError } from '../core/request/arm-error.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, SimContext } from '../core/types.ts';
import { putSubscriptionPlan } from './change-plan.ts';
import type { Defender } from './defender.ts';
import { deleteMachinePlan, planMachineOf, putMachinePlan, readMachinePlan } from './machine-plan.ts';
import { findPlan, type Plan, plans, serversPlan } from './plan-catalogue.ts';
import { pricingType as type } from './pricing.ts';
import { subscriptionPlanJson } from './pricing-json.ts';
import { invalidInput } from './refuse-input.ts';

const path = `{*scope}/providers/${type}`;

/** Defender plans of subscriptions, and of single machines since 2024-01-01. */
export const pricingFamily =
  (defender: Defender): Family =>
  (context) => [
    {
      method: 'GET',
      path,
      operation: `${type}/read`,
      source: 'Defender for Cloud REST API, Pricings - List',
      executes: ['$filter'],
      handle: (request) => listPlans(context, defender, request),
    },
    {
      method: 'GET',
      path: `${path}/{name}`,
      operation: `${type}/read`,
      source: 'Defender for Cloud REST API, Pricings - Get; unknown name: Azure/azure-powershell#10842',
      handle: (request) => ({ status: 200, body: readPlan(context, defender, request, planOf(request)) }),
    },
    {
      method: 'PUT',
      path: `${path}/{name}`,
      operation: `${type}/write`,
      source: 'Defender for Cloud REST API, Pricings - Update; InvalidInputJson: Azure/Azure-Landing-Zones#822',
      publishes: 'write',
      handle: (request) => {
        const plan = planOf(request);
        const subscriptionId = subscriptionIn(request);
        return subscriptionId === undefined
          ? putMachinePlan(context, defender, request, machineIn(context, request), plan)
          : putSubscriptionPlan(context, defender, request, subscriptionId, plan);
      },
    },
    {
      method: 'DELETE',
      path: `${path}/{name}`,
      operation: `${type}/delete`,
      source: 'Defender for Cloud REST API, Pricings - Delete: of a resource only',
      publishes: 'delete',
      handle: (request) => {
        if (subscriptionIn(request) !== undefined) {
          throw armError(405, 'MethodNotAllowed', 'The pricing of a subscription cannot be deleted.');
        }
        return deleteMachinePlan(defender, machineIn(context, request), planOf(request));
      },
    },
  ];

function listPlans(context: SimContext, defender: Defender, request: ArmRequest): ArmReply {
  const wanted = filterOf(request.query.$filter);
  const offered = subscriptionIn(request) === undefined ? plans.filter(({ name }) => name === serversPlan) : plans;
  const value = offered.filter(wanted).map((plan) => readPlan(context, defender, request, plan));
  return { status: 200, body: { value } };
}

function readPlan(context: SimContext, defender: Defender, request: ArmRequest, plan: Plan): JsonObject {
  const { apiVersion } = request;
  const subscriptionId = subscriptionIn(request);
  if (subscriptionId === undefined) {
    return readMachinePlan(context, defender, machineIn(context, request), plan, apiVersion);
  }
  const pricing = defender.planOf(context, subscriptionId, plan);
  return subscriptionPlanJson(context, defender, subscriptionId, pricing, apiVersion);
}

/** Undefined for a scope that is no subscription. */
function subscriptionIn(request: ArmRequest): string | undefined {
  return /^\/subscriptions\/([^/]+)$/i.exec(request.param('scope'))?.[1];
}

function machineIn(context: SimContext, request: ArmRequest): string {
  const machineId = planMachineOf(context, request.param('scope'));
  if (request.apiVersion.slice(0, 10) >= '2024-01-01') return machineId;
  throw invalidInput(`The api-version ${request.apiVersion} has no pricings of resources; 2024-01-01 has.`);
}

function planOf(request: ArmRequest): Plan {
  const plan = findPlan(request.param('name'));
  if (plan !== undefined) return plan;
  throw invalidInput(
    `The name '${request.param('name')}' is not a valid name. Possible pricing bundle names: ${plans.map(({ name }) => name).join(', ')}.`,
  );
}

/** "Valid $filter is: 'name in ({planName1},{planName2},...)'" (specification of pricings 2024-01-01). */
function filterOf(filter: string | undefined): (plan: Plan) => boolean {
  if (filter === undefined || filter === '') return () => true;
  const list = /^\s*name in \(([^()]*)\)\s*$/i.exec(filter)?.[1];
  if (list === undefined) {
    throw armError(501, 'SimulatorFilterUnknown', `The Azure simulator does not execute the $filter "${filter}".`);
  }
  const names = list.split(',').map((name) => name.trim().toLowerCase());
  return ({ name }) => names.includes(name.toLowerCase());
}
