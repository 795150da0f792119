import { randomUUID } from 'node:crypto';
import { freeLedger } from '../clock/ledger.ts';
import { arcExtensionFamily } from './arc/arc-extension-routes.ts';
import { ArcFleet } from './arc/arc-fleet.ts';
import { arcMachineFamily } from './arc/arc-machine-routes.ts';
import { AccessRules } from './authorization/access-rules.ts';
import { authorizationFamilies } from './authorization/authorization-families.ts';
import { controlFamily } from './control/control-family.ts';
import { createRandom } from './core/random.ts';
import { eventGridFamilies } from './event-grid/event-grid-families.ts';
import { DeliveryEndpoints } from './events/delivery-endpoints.ts';
import { EventDispatcher } from './events/event-dispatcher.ts';
import { allFamilies } from './families.ts';
import { addFault } from './faults/add-fault.ts';
import { addFaultHooks } from './faults/fault-hooks.ts';
import { FaultList } from './faults/fault-list.ts';
import { GraphIndex } from './graph/graph-index.ts';
import { graphFamily } from './graph/graph-routes.ts';
import { associationFamily } from './monitor/association-routes.ts';
import { Associations } from './monitor/associations.ts';
import { dataCollectionEndpointFamily } from './monitor/data-collection-endpoints.ts';
import { dataCollectionRuleFamily } from './monitor/data-collection-rules.ts';
import { Workspaces } from './operational-insights/workspace.ts';
import { workspaceFamily } from './operational-insights/workspace-routes.ts';
import { Solutions } from './operations-management/solution.ts';
import { solutionFamily } from './operations-management/solution-routes.ts';
import { policyFamily } from './policy/policy-family.ts';
import { PolicyObjects } from './policy/policy-objects.ts';
import { Defender } from './security/defender.ts';
import { EndpointDeployment } from './security/endpoint-deployment.ts';
import { securityFamilies } from './security/security-families.ts';
import { createSimulator, resetTenancy, type Simulator, type SimulatorOptions } from './simulator.ts';

/** The whole of "Azure": the resource manager with every family, and what scripts and tests steer it by. */
export interface LocalAzure extends Simulator {
  readonly faults: FaultList;
  readonly access: AccessRules;
  readonly events: EventDispatcher;
  /** Where the functions and queues that event subscriptions name really are. */
  readonly endpoints: DeliveryEndpoints;
  readonly arc: ArcFleet;
  readonly workspaces: Workspaces;
  /** What Resource Graph knows: lags of rows, the callers' quota. */
  readonly graph: GraphIndex;
  /** Defender for Cloud: plans, settings, assessments, connectors. */
  readonly defender: Defender;
  /** How it brings Defender for Endpoint to machines. */
  readonly endpointDeployment: EndpointDeployment;
  /** Puts a scripted fault (requestFaultSchema or extensionFaultSchema) in force and answers its id; throws a zod error that names what is wrong. */
  addFault(fault: unknown): string;
  /** Back to no resources, faults, rules, events and counted calls; then `afterReset` (the seed) runs. */
  reset(): Promise<void>;
}

export interface LocalAzureOptions extends Omit<SimulatorOptions, 'families'> {
  /** Fills the tenant again after a reset. */
  readonly afterReset?: (azure: LocalAzure) => Promise<void>;
}

/** Makes an empty tenant; fill it with a seed. */
export function createLocalAzure(options: LocalAzureOptions): LocalAzure {
  const { time, ledger = freeLedger } = options;
  const faults = new FaultList(() => time.now());
  const access = new AccessRules(createRandom((options.seed ?? 1) + 1));
  const events = new EventDispatcher({ time, ledger, newId: randomUUID });
  const endpoints = new DeliveryEndpoints();
  const arc = new ArcFleet();
  const associations = new Associations();
  const workspaces = new Workspaces();
  const solutions = new Solutions();
  const defender = new Defender(arc);
  const graph = new GraphIndex({ arc, associations, defender });
  const simulator = createSimulator({
    ...options,
    families: [
      ...authorizationFamilies(access),
      policyFamily(new PolicyObjects()),
      ...allFamilies,
      arcMachineFamily(arc),
      arcExtensionFamily(arc),
      workspaceFamily(workspaces),
      solutionFamily({ solutions, workspaces }),
      dataCollectionEndpointFamily,
      dataCollectionRuleFamily({ associations, workspaces, solutions }),
      associationFamily(associations),
      ...securityFamilies(defender),
      ...eventGridFamilies(events, endpoints),
      graphFamily(graph),
      controlFamily(() => azure),
    ],
  });
  const { context } = simulator;
  addFaultHooks(context, faults);
  const endpointDeployment = new EndpointDeployment(simulator, defender);
  context.hooks.onEvent.push(
    (event) => events.publish(event),
    (event) => endpointDeployment.note(event),
  );
  const azure: LocalAzure = {
    ...simulator,
    faults,
    access,
    events,
    endpoints,
    arc,
    workspaces,
    graph,
    defender,
    endpointDeployment,
    addFault: (fault) => addFault(context, faults, fault),
    reset: async () => {
      simulator.close();
      for (const collection of context.collections) collection.clear();
      resetTenancy(context, options);
      context.operations.clear();
      context.scripts.clear();
      context.calls.clear();
      for (const part of [faults, access, arc, graph, defender, endpointDeployment, events]) part.clear();
      await options.afterReset?.(azure);
    },
  };
  return azure;
}
