import type { CloudName } from '../cloud/cloud-name.ts';
import type { OutboundNeeds, OutboundPlace } from '../cloud/outbound-needs.ts';
import type { Service } from '../findings/service.ts';
import { isSameName } from '../ids.ts';
import type { SupportOptions } from '../support/is-supported.ts';
import { amaService } from './ama/ama.ts';
import { dataCollectionService } from './data-collection/data-collection.ts';
import { endpointService } from './endpoint/endpoint.ts';
import { endpointUpdatesService } from './endpoint-updates/endpoint-updates.ts';
import { identityService } from './identity/identity.ts';
import { legacyAgentService } from './legacy-agent/legacy-agent.ts';
import { instancesService } from './scale-set/instances.ts';
import { withModelGuard } from './scale-set/with-model-guard.ts';
import { securityAgentService } from './security-agent/security-agent.ts';
import { supportService } from './system-support/support.ts';
import { withPolicies } from './with-policies.ts';

export { isProtected } from './endpoint/is-protected.ts';
export { orderRedeploy, pendingRedeploy, type RedeployOutcome, type RedeployRefusal } from './endpoint/redeploy.ts';

const unhindered: readonly Service[] = [
  identityService,
  dataCollectionService,
  amaService,
  endpointService,
  endpointUpdatesService,
  securityAgentService,
  instancesService,
  legacyAgentService,
];

const writingServices = unhindered.map(withModelGuard).map(withPolicies);

/** Every service, in the order in which their steps are sent: what others need comes first. */
export function allServices(support: SupportOptions): readonly Service[] {
  return [supportService(support), ...writingServices];
}

/** The services that write, by the name of each activity that runs their steps. */
export const serviceByActivity: ReadonlyMap<string, Service> = new Map(
  writingServices.flatMap((service) => service.activities.map((activity) => [activity, service])),
);

const handlers = new Set(writingServices.flatMap((service) => service.handlers.map((one) => one.toLowerCase())));

/** Whether any service judges this handler (`publisher.type`). */
export function isWatchedHandler(handler: string): boolean {
  return handlers.has(handler.toLowerCase());
}

/** Whether the extension of this handler in the model of a scale set is what we put there, so no change of others. */
export function isOursInModel(handler: string): boolean {
  return amaService.handlers.some((one) => isSameName(one, handler));
}

/** What a machine must reach for what the service of this name installs; undefined where it installs nothing. */
export function outboundNeedsOf(service: string, cloud: CloudName, place: OutboundPlace): OutboundNeeds | undefined {
  return writingServices.find(({ name }) => name === service)?.outbound?.(cloud, place);
}
