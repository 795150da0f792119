import { countDeployments, readDeployment, withMessages } from '../../operator/read-deployment.ts';
import type { AppContext } from '../app-context.ts';
import { getDeployment } from '../contract/routes/get-deployment.ts';
import { bindRoute } from './bind-route.ts';
import { findSubscription } from './find-subscription.ts';
import { nextLink } from './next-link.ts';
import { problem } from './problem.ts';

/** How far Defender for Endpoint has come, machine by machine. */
export function deploymentHandler({ ports }: AppContext) {
  return bindRoute(getDeployment).to(async ({ params, query: { state, limit, after } }, { url }) => {
    const found = await findSubscription(ports, params.idOrName);
    if ('problem' in found) return found;
    const read = await readDeployment(ports, found.record);
    if (read.kind === 'incomplete') {
      return problem('DeploymentNotKnown', `The machines of the subscription are not all known: ${read.why}`);
    }
    const fitting = read.machines.filter(
      (machine) => (after === undefined || machine.key > after) && (state === undefined || machine.state === state),
    );
    const page = await withMessages(ports, fitting.slice(0, limit));
    return {
      status: 200,
      body: {
        at: new Date(ports.clock.now()).toISOString(),
        total: read.machines.length,
        counts: countDeployments(read.machines),
        machines: page.map(({ id, name, os, state: at, reason }) => ({
          ...{ id, name, os: os ?? null },
          ...{ state: at, reason: reason ?? null },
        })),
        next: nextLink(url, fitting.length > limit ? page.at(-1)?.key : undefined),
      },
    };
  });
}
