import type { AzurePort } from '../ports/azure.ts';
import type { Clock } from '../ports/ports.ts';
import type { GateTable } from '../ports/store.ts';
import { ArmCaller } from './arm-caller.ts';
import { type ArmOptions, createArmClients } from './arm-clients.ts';
import { CreationTimes } from './creation-times.ts';
import { DefenderReader } from './defender-reader.ts';
import { KeptReadings } from './kept-readings.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { MachineOwners } from './machine-owners.ts';
import { OwnPlanReader } from './own-plans.ts';
import { PermissionReader } from './permission-reader.ts';
import { queryGraph } from './query-graph.ts';
import { readAssociations } from './read-associations.ts';
import { readConnectors } from './read-connectors.ts';
import { readAutoProvisioning, readVulnerabilityAssessment } from './read-defender-switches.ts';
import { readInstances } from './read-instances.ts';
import { readMachine } from './read-machine.ts';
import { readOperation } from './read-operation.ts';
import { readPolicies } from './read-policies.ts';
import { SharedReader } from './read-shared.ts';
import { sendWrite } from './send-write.ts';
import { createSubscriptionReader } from './subscription-reader.ts';
import { ThrottleGates } from './throttle-gates.ts';

export interface AzurePortOptions extends ArmOptions {
  readonly gates: GateTable;
  /** App time: gates, caches, dates in answers. */
  readonly clock: Clock;
  /** Real time: the life of a permit. */
  readonly wallClock: Clock;
}

export interface CountingAzurePort extends AzurePort {
  /** Requests that left, by ARM operation, since the port was made. */
  calls(): Readonly<Record<string, number>>;
}

/** What of subscriptions Resource Graph shows follows from roles, which are asked for no oftener. Real time. */
const shownMs = 60_000;

/** The door to Azure on the real SDK clients. */
export function createAzurePort(options: AzurePortOptions): CountingAzurePort {
  const { clock, wallClock } = options;
  const caller = new ArmCaller(createArmClients(options), new ThrottleGates(options.gates, clock), clock);
  const owners = new MachineOwners(caller, clock);
  const creationTimes = new CreationTimes(caller, clock);
  const shared = new SharedReader(caller, clock);
  const defender = new DefenderReader(caller, clock);
  const ownPlans = new OwnPlanReader(caller, clock);
  const shownLately = new KeptReadings<true>(wallClock, shownMs);
  const permissions = new PermissionReader(caller, clock);
  return {
    readMachine: async (machine, parts) => await readMachine(caller, owners, machine, parts),
    readCreation: async (machine, sinceMs) => await creationTimes.read(machine, sinceMs),
    readInstances: async (machine) => await readInstances(caller, machine),
    readAssociations: async (target) => await readAssociations(caller, target),
    readOperation: async (machine, url) => await readOperation(caller, machine, url),
    readShared: async (need) => await shared.read(need),
    ...createSubscriptionReader(caller, wallClock, shownLately),
    readPermissions: async (scope, age) => await permissions.read(scope, age),
    readDefender: async (target, fresh) => await defender.read(target, fresh),
    readOwnPlans: async (target) => await ownPlans.read(target),
    readVulnerabilityAssessment: async (target) => await readVulnerabilityAssessment(caller, target),
    readAutoProvisioning: async (target) => await readAutoProvisioning(caller, target),
    readPolicies: async (target) => await readPolicies(caller, target),
    readConnectors: async (target) => await readConnectors(caller, target),
    send: async (permit, write) => {
      let answered: unknown;
      const outcome = await sendWrite(caller, wallClock, permit, write, (body) => {
        answered = body;
      });
      defender.forget(write, answered);
      return outcome;
    },
    queryGraph: async (name, scopes) => await queryGraph(caller, name, scopes, shownLately),
    listSubscriptions: async (scopes) => await listSubscriptions(caller, scopes),
    calls: () => caller.counts(),
  };
}
