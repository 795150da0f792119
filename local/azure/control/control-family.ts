import { z } from 'zod';
import { connectMachine } from '../arc/connect-machine.ts';
import { accessRuleSchema } from '../authorization/access-schema.ts';
import { armError } from '../core/request/arm-error.ts';
import type { ArmReply, Family, JsonValue, Route } from '../core/types.ts';
import { deliveryEndpointSchema } from '../events/delivery-endpoints.ts';
import { eventSubscriptionSchema } from '../events/event-subscription.ts';
import { addressOf, webhook } from '../events/webhook.ts';
import type { LocalAzure } from '../local-azure.ts';
import { type ControlRoute, controlRouteFor, toJson } from './control-route.ts';
import { defenderRoutes } from './defender-routes.ts';
import { each } from './each.ts';
import { applyMachineReport, machineReportSchema } from './machine-report.ts';
import {
  applySubscriptionReport,
  listSubscriptions,
  removeSubscription,
  subscriptionReportSchema,
} from './subscription-control.ts';

const noContent: ArmReply = { status: 204 };
const ok = (body: JsonValue): ArmReply => ({ status: 200, body });

/** `/_sim/...`: what steers the simulator beside ARM; documented in local/README.md. */
export function controlFamily(azureOf: () => LocalAzure): Family {
  const route = controlRouteFor(azureOf);
  return () => [
    ...tenantRoutes(route),
    ...subscriptionRoutes(route),
    ...arcRoutes(route),
    ...faultRoutes(route),
    ...accessRoutes(route),
    ...eventRoutes(route),
    ...defenderRoutes(route),
    ...endpointRoutes(route),
  ];
}

function tenantRoutes(route: ControlRoute): Route[] {
  return [
    route('GET', 'stats', ({ context }) => ok({ calls: toJson(context.calls.counts()) })),
    route('POST', 'reset', async (azure) => {
      await azure.reset();
      return noContent;
    }),
    route('POST', 'machines', (azure, { body }) => {
      for (const report of each(body)) applyMachineReport(azure, machineReportSchema.parse(report));
      return noContent;
    }),
  ];
}

function subscriptionRoutes(route: ControlRoute): Route[] {
  return [
    route('GET', 'subscriptions', (azure) => ok({ subscriptions: toJson(listSubscriptions(azure)) })),
    route('POST', 'subscriptions', (azure, { body }) => {
      const replies = each(body).map((report) =>
        applySubscriptionReport(azure, subscriptionReportSchema.parse(report)),
      );
      return replies.find(({ status }) => status === 201) ?? noContent;
    }),
    route('DELETE', 'subscriptions/{id}', (azure, request) => {
      if (removeSubscription(azure, request.param('id'))) return noContent;
      throw armError(404, 'SubscriptionNotFound', `There is no subscription '${request.param('id')}'.`);
    }),
  ];
}

const silentSchema = z.strictObject({ id: z.string().min(1) });
const connectSchema = z.strictObject({ id: z.string().min(1), afterSeconds: z.number().min(0).max(1e7).default(0) });

function arcRoutes(route: ControlRoute): Route[] {
  return [
    route('POST', 'arc/silent', ({ arc }, { body }) => {
      for (const machine of each(body)) arc.keepSilent(silentSchema.parse(machine).id);
      return noContent;
    }),
    route('POST', 'arc/connect', ({ context, arc }, { body }) => {
      const { id, afterSeconds } = connectSchema.parse(body);
      if (arc.machines.get(id) === undefined)
        throw armError(404, 'MachineNotFound', `There is no Arc machine '${id}'.`);
      context.after(afterSeconds * 1000, `connection of ${id}`, () => {
        const machine = arc.machines.get(id);
        if (machine !== undefined) connectMachine(context, arc, machine);
      });
      return { status: 202 };
    }),
  ];
}

function faultRoutes(route: ControlRoute): Route[] {
  return [
    route('GET', 'faults', ({ faults }) => ok({ faults: toJson(faults.list()) })),
    route('POST', 'faults', (azure, { body }) => ({
      status: 201,
      body: { ids: each(body).map((fault) => azure.addFault(fault)) },
    })),
    route('DELETE', 'faults', (azure) => {
      azure.faults.clear();
      azure.context.scripts.clear();
      return noContent;
    }),
  ];
}

function accessRoutes(route: ControlRoute): Route[] {
  return [
    route('GET', 'access', ({ access }) => ok({ rules: toJson(access.list()) })),
    route('POST', 'access', ({ access }, { body }) => ({
      status: 201,
      body: { ids: each(body).map((rule) => access.add(accessRuleSchema.parse(rule))) },
    })),
    route('DELETE', 'access/{id}', ({ access }, request) => {
      if (access.remove(request.param('id'))) return noContent;
      throw armError(404, 'AccessRuleNotFound', `There is no access rule '${request.param('id')}'.`);
    }),
  ];
}

function eventRoutes(route: ControlRoute): Route[] {
  return [
    route('GET', 'events', ({ events }, { query }) => {
      const last = z.coerce.number().int().min(0).max(5000).default(500).parse(query.last);
      return ok({
        undelivered: events.undelivered(),
        subscriptions: toJson(events.subscriptions()),
        deliveries: toJson(events.log.last(last)),
      });
    }),
    route('POST', 'events', async ({ events }, { body }) => {
      const { url, ...settings } = eventSubscriptionSchema.parse(body);
      await events.subscribe({ ...settings, address: addressOf(url), deliver: webhook(url) });
      return { status: 201, body: { name: settings.name } };
    }),
    route('DELETE', 'events/{name}', ({ events }, request) => {
      if (events.unsubscribe(request.param('name'))) return noContent;
      throw armError(404, 'EventSubscriptionNotFound', `There is no event subscription '${request.param('name')}'.`);
    }),
  ];
}

/** Where destinations of event subscriptions really are, and what could not be delivered to them. */
function endpointRoutes(route: ControlRoute): Route[] {
  return [
    route('GET', 'endpoints', ({ endpoints }) => ok({ endpoints: toJson(endpoints.list()) })),
    route('POST', 'endpoints', ({ endpoints }, { body }) => {
      for (const described of each(body)) {
        const { url, ...endpoint } = deliveryEndpointSchema.parse(described);
        endpoints.set({ ...endpoint, address: addressOf(url), deliver: webhook(url) });
      }
      return { status: 201 };
    }),
    route('DELETE', 'endpoints', ({ endpoints }, { body }) => {
      const { resourceId } = z.strictObject({ resourceId: z.string() }).parse(body);
      if (endpoints.remove(resourceId)) return noContent;
      throw armError(404, 'EndpointNotFound', `There is no endpoint for '${resourceId}'.`);
    }),
    route('GET', 'dead-letters', ({ events, context }) =>
      ok({ deadLetters: toJson(events.deadLetters.list(context.time.now())) }),
    ),
  ];
}
