import type { AppContext } from '../app-context.ts';
import type { RouteName } from '../contract/all-routes.ts';
import { acceptanceHandlers } from './acceptance-handlers.ts';
import { adoptionHandlers } from './adoption-handlers.ts';
import type { BoundRoute } from './bind-route.ts';
import { deploymentHandler } from './deployment-handler.ts';
import { freezeHandlers } from './freeze-handlers.ts';
import { healthHandler } from './health-handler.ts';
import { machineHandlers } from './machine-handlers.ts';
import { onboardHandler } from './onboard-handler.ts';
import { onboardSubscriptionHandler } from './onboard-subscription-handler.ts';
import { otherEdrHandler } from './other-edr-handler.ts';
import { planHandler } from './plan-handler.ts';
import { planSubscriptionHandler } from './plan-subscription-handler.ts';
import { reachHandlers } from './reach-handlers.ts';
import { redeployHandler } from './redeploy-handler.ts';
import { statusHandler } from './status-handler.ts';
import { subscriptionHandlers } from './subscription-handlers.ts';
import { workspaceHandlers } from './workspace-handlers.ts';

/** Registers every route of the contract with its handler; one without a handler does not compile. */
export function registerApi(context: AppContext): void {
  const bound: { readonly [Name in RouteName]: BoundRoute<Name> } = {
    getStatus: statusHandler(context),
    ...machineHandlers(context),
    planMachine: planHandler(context),
    onboardMachineByHand: onboardHandler(context),
    ...acceptanceHandlers(context),
    redeployEndpoint: redeployHandler(context),
    sayOtherEdr: otherEdrHandler(context),
    ...subscriptionHandlers(context),
    planSubscription: planSubscriptionHandler(context),
    onboardSubscriptionByHand: onboardSubscriptionHandler(context),
    ...reachHandlers(context),
    getDeployment: deploymentHandler(context),
    ...workspaceHandlers(context),
    ...adoptionHandlers(context),
    ...freezeHandlers(context),
    getHealth: healthHandler(context),
  };
  for (const route of Object.values(bound)) route.register(context.ports.settings);
}
