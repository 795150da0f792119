import type { z } from 'zod';
import { createApiClient } from '../../src/functions/contract/api-client.ts';
import { approveReach } from '../../src/functions/contract/routes/approve-reach.ts';
import { armScopes } from '../../src/functions/contract/routes/arm-scopes.ts';
import { getAdoption } from '../../src/functions/contract/routes/get-adoption.ts';
import { getMachine } from '../../src/functions/contract/routes/get-machine.ts';
import { getMachines } from '../../src/functions/contract/routes/get-machines.ts';
import { getReach } from '../../src/functions/contract/routes/get-reach.ts';
import { getStatus } from '../../src/functions/contract/routes/get-status.ts';
import { getSubscription } from '../../src/functions/contract/routes/get-subscription.ts';
import { getSubscriptions } from '../../src/functions/contract/routes/get-subscriptions.ts';
import { onboardSubscription } from '../../src/functions/contract/routes/onboard-subscription.ts';
import { planSubscription } from '../../src/functions/contract/routes/plan-subscription.ts';
import { requestJson } from './request-json.ts';

type ReplyOf<Route extends { readonly replies: readonly { readonly body: z.ZodType }[] }> = z.output<
  Route['replies'][number]['body']
>;

export type Machine = ReplyOf<typeof getMachines>['machines'][number];
export type MachineDetail = ReplyOf<typeof getMachine>;
export type Subscription = ReplyOf<typeof getSubscriptions>['subscriptions'][number];
export type SubscriptionDetail = ReplyOf<typeof getSubscription>;
/** With the first thousand machines. */
export type Reach = ReplyOf<typeof getReach>;
export type Reached = Reach['machines'][number];
export type PlannedStep = ReplyOf<typeof planSubscription>['plan'][number];
export type AppStatus = ReplyOf<typeof getStatus>;
/** With the first thousand machines. */
export type Adoption = ReplyOf<typeof getAdoption>;

/** The app's HTTP API, as far as `npm start` uses it. Every call rejects when the app does not answer as expected. */
export interface AppClient {
  /** Every machine, page by page: not the summary, which may be a minute old. */
  machines(): Promise<readonly Machine[]>;
  /** By key or unique name; undefined while the app does not know it. */
  machine(keyOrName: string): Promise<MachineDetail | undefined>;
  /** Those that fleet.json wants something of; up to a thousand. */
  subscriptions(): Promise<readonly Subscription[]>;
  subscription(idOrName: string): Promise<SubscriptionDetail>;
  planOf(idOrName: string): Promise<readonly PlannedStep[]>;
  /** Whom Defender would reach, read now. */
  reachOf(idOrName: string): Promise<Reach>;
  approveReach(idOrName: string, reachHash: string, why: string): Promise<void>;
  onboardSubscription(idOrName: string, why: string): Promise<void>;
  status(): Promise<AppStatus>;
  adoption(): Promise<Adoption>;
  /** False when the plan is no longer the one of that hash. */
  arm(scopes: readonly string[], planHash: string, why: string): Promise<boolean>;
}

const pageSize = 1_000;

export function createAppClient(url: string, functionKey: string): AppClient {
  const headers = { 'x-functions-key': functionKey };
  const { call } = createApiClient(
    async ({ method, path, body }) => await requestJson({ method, url: `${url}${path}`, headers, body }),
  );
  return {
    machines: async () => {
      const all: Machine[] = [];
      let after: string | undefined;
      for (;;) {
        const { machines, next } = expectReply(await call(getMachines, { query: { limit: pageSize, after } }));
        all.push(...machines);
        if (next === null) return all;
        after = new URL(next).searchParams.get('after') ?? undefined;
      }
    },
    machine: async (keyOrName) => {
      const answer = await call(getMachine, { params: { keyOrName } });
      return answer.kind === 'problem' && answer.code === 'MachineNotFound' ? undefined : expectReply(answer);
    },
    subscriptions: async () => {
      const { subscriptions } = expectReply(await call(getSubscriptions, { query: { limit: pageSize } }));
      return subscriptions.filter(({ mode }) => mode !== null);
    },
    subscription: async (idOrName) => expectReply(await call(getSubscription, { params: { idOrName } })),
    planOf: async (idOrName) => expectReply(await call(planSubscription, { params: { idOrName } })).plan,
    reachOf: async (idOrName) =>
      expectReply(await call(getReach, { params: { idOrName }, query: { limit: pageSize } })),
    approveReach: async (idOrName, reachHash, why) =>
      void expectReply(await call(approveReach, { params: { idOrName }, body: { reachHash, why } })),
    onboardSubscription: async (idOrName, why) =>
      void expectReply(await call(onboardSubscription, { params: { idOrName }, body: { why } })),
    status: async () => expectReply(await call(getStatus, {})),
    adoption: async () => expectReply(await call(getAdoption, { query: { limit: pageSize } })),
    arm: async (scopes, planHash, why) => {
      const answer = await call(armScopes, { body: { scopes: [...scopes], planHash, why } });
      if (answer.kind === 'problem' && answer.code === 'PlanChanged') return false;
      expectReply(answer);
      return true;
    },
  };
}

/** The body of a reply; throws what a problem says. */
function expectReply<Body>(
  answer:
    | { readonly kind: 'reply'; readonly body: Body }
    | { readonly kind: 'problem'; readonly code: string; readonly detail: string },
): Body {
  if (answer.kind === 'reply') return answer.body;
  throw new Error(`The app answered ${answer.code}: ${answer.detail}`);
}
