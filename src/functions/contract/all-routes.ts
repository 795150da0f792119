import { acceptHold } from './routes/accept-hold.ts';
import { approveReach } from './routes/approve-reach.ts';
import { armScopes } from './routes/arm-scopes.ts';
import { freeze } from './routes/freeze.ts';
import { getAdoption } from './routes/get-adoption.ts';
import { getDeployment } from './routes/get-deployment.ts';
import { getHealth } from './routes/get-health.ts';
import { getMachine } from './routes/get-machine.ts';
import { getMachines } from './routes/get-machines.ts';
import { getReach } from './routes/get-reach.ts';
import { getStatus } from './routes/get-status.ts';
import { getSubscription } from './routes/get-subscription.ts';
import { getSubscriptions } from './routes/get-subscriptions.ts';
import { getWorkspace } from './routes/get-workspace.ts';
import { getWorkspaces } from './routes/get-workspaces.ts';
import { onboardMachine } from './routes/onboard-machine.ts';
import { onboardSubscription } from './routes/onboard-subscription.ts';
import { planMachine } from './routes/plan-machine.ts';
import { planSubscription } from './routes/plan-subscription.ts';
import { redeployEndpoint } from './routes/redeploy-endpoint.ts';
import { sayOtherEdr } from './routes/say-other-edr.ts';
import { unfreeze } from './routes/unfreeze.ts';
import { withdrawAcceptance } from './routes/withdraw-acceptance.ts';

/** The HTTP API, in the order of docs/API.md. */
export const allRoutes = [
  getStatus,
  getMachines,
  getMachine,
  planMachine,
  onboardMachine,
  acceptHold,
  withdrawAcceptance,
  redeployEndpoint,
  sayOtherEdr,
  getSubscriptions,
  getSubscription,
  planSubscription,
  onboardSubscription,
  getReach,
  approveReach,
  getDeployment,
  getWorkspaces,
  getWorkspace,
  getAdoption,
  armScopes,
  freeze,
  unfreeze,
  getHealth,
] as const;

export type RouteName = (typeof allRoutes)[number]['name'];
