import type { AssociationFacts, InstanceFacts, MachineFacts } from '../../src/domain/machine/machine-facts.ts';
import type { WritePermit } from '../../src/domain/permit/write-permit.ts';
import type { OperationState } from '../../src/domain/step/step-history.ts';
import type { MachineRef } from '../../src/domain/target/machine-ref.ts';
import type { AzureWrite } from '../../src/domain/write/azure-write.ts';
import type { AzurePort, PartOutcome, ReadOutcome, WriteOutcome } from '../../src/ports/azure.ts';
import type { EdrRow, GraphOutcome } from '../../src/ports/inventory.ts';
import type { Clock } from '../../src/ports/ports.ts';
import { sharedFacts } from '../domain/services/facts.ts';

const accepted: WriteOutcome = {
  kind: 'accepted',
  operationUrl: undefined,
  correlationId: undefined,
  created: undefined,
};

/** Azure as one machine's step sees it: answers what the test says, and keeps what was sent. */
export class FakeAzure implements AzurePort {
  readonly sent: AzureWrite[] = [];
  /** What each read of the machine asked for. */
  readonly partsRead: { readonly associations: boolean }[] = [];
  machine: ReadOutcome<MachineFacts>;
  /** What a look is answered that asks for the associations alone. */
  associations: PartOutcome<readonly AssociationFacts[]> = { kind: 'found', value: [] };
  associationReads = 0;
  answer: WriteOutcome = accepted;
  /** Happens while the machine is read. */
  duringRead: () => void | Promise<void> = () => {};
  /** Happens between the call of `send` and the moment at which the request would leave. */
  beforeSend: () => void | Promise<void> = () => {};
  /** Happens while Azure answers. */
  duringSend: () => void | Promise<void> = () => {};
  readonly #wallClock: Clock;

  constructor(facts: MachineFacts, wallClock: Clock) {
    this.machine = { kind: 'found', value: facts };
    this.#wallClock = wallClock;
  }

  get reads(): number {
    return this.partsRead.length;
  }

  async readMachine(_: MachineRef, parts: { readonly associations: boolean }): Promise<ReadOutcome<MachineFacts>> {
    this.partsRead.push(parts);
    await this.duringRead();
    if (this.machine.kind !== 'found' || parts.associations) return this.machine;
    return { kind: 'found', value: { ...this.machine.value, associations: undefined } };
  }

  /** What the list of resources tells. */
  creation: Awaited<ReturnType<AzurePort['readCreation']>> = {
    kind: 'found',
    value: { createdAt: undefined, readAtMs: Number.POSITIVE_INFINITY },
  };
  creationReads = 0;

  async readCreation(): ReturnType<AzurePort['readCreation']> {
    this.creationReads++;
    return this.creation;
  }

  async readShared(): ReturnType<AzurePort['readShared']> {
    return { kind: 'found', value: sharedFacts() };
  }

  instances: PartOutcome<readonly InstanceFacts[]> = { kind: 'found', value: [] };

  async readInstances(): Promise<PartOutcome<readonly InstanceFacts[]>> {
    return this.instances;
  }

  async readAssociations(): Promise<PartOutcome<readonly AssociationFacts[]>> {
    this.associationReads++;
    return this.associations;
  }

  /** Where the operations of our writes stand, by URL. */
  readonly operations = new Map<string, OperationState>();

  async readOperation(_: MachineRef, url: string): ReturnType<AzurePort['readOperation']> {
    const value = this.operations.get(url);
    if (value === undefined) throw new Error('No operation of this machine is known.');
    return { kind: 'found', value };
  }

  /** What the app's roles allow, everywhere. */
  permissions: Awaited<ReturnType<AzurePort['readPermissions']>> = {
    kind: 'found',
    value: [{ actions: ['*'], notActions: [] }],
  };

  async readPermissions(): ReturnType<AzurePort['readPermissions']> {
    return this.permissions;
  }

  async send(permit: WritePermit, write: AzureWrite): Promise<WriteOutcome> {
    await this.beforeSend();
    if (permit.isExpired(this.#wallClock.now())) return { kind: 'expired' };
    this.sent.push(write);
    await this.duringSend();
    return this.answer;
  }

  /** What a look at a subscription is answered. */
  subscription: Awaited<ReturnType<AzurePort['readSubscription']>> = { kind: 'gone', code: 'SubscriptionNotFound' };

  async readSubscription(): ReturnType<AzurePort['readSubscription']> {
    return this.subscription;
  }

  defender: Awaited<ReturnType<AzurePort['readDefender']>> = {
    kind: 'failed',
    failure: { source: 'network', message: 'this test says nothing of Defender' },
  };

  async readDefender(): ReturnType<AzurePort['readDefender']> {
    return this.defender;
  }

  resources: Awaited<ReturnType<AzurePort['readResources']>> = { kind: 'found', value: { rows: [], regions: [] } };

  async readResources(): ReturnType<AzurePort['readResources']> {
    return this.resources;
  }

  async readResource(): ReturnType<AzurePort['readResource']> {
    return { kind: 'found', value: undefined };
  }

  async listResources(): ReturnType<AzurePort['listResources']> {
    return { kind: 'found', value: [] };
  }

  async readWiring(): ReturnType<AzurePort['readWiring']> {
    return { kind: 'found', value: { state: 'missing' } };
  }

  async readLocks(): ReturnType<AzurePort['readLocks']> {
    return { kind: 'found', value: [] };
  }

  async readRoles(): ReturnType<AzurePort['readRoles']> {
    return { kind: 'found', value: [] };
  }

  async readNamedWorkspace(): ReturnType<AzurePort['readNamedWorkspace']> {
    return { kind: 'found', value: { state: 'missing' } };
  }

  async readProviders(): ReturnType<AzurePort['readProviders']> {
    return { kind: 'found', value: {} };
  }

  async readOwnPlans(): ReturnType<AzurePort['readOwnPlans']> {
    return { free: 0, standard: 0, asked: 0, machines: 0 };
  }

  vulnerabilityAssessment: Awaited<ReturnType<AzurePort['readVulnerabilityAssessment']>> = {
    kind: 'found',
    value: { selectedProvider: undefined },
  };

  async readVulnerabilityAssessment(): ReturnType<AzurePort['readVulnerabilityAssessment']> {
    return this.vulnerabilityAssessment;
  }

  autoProvisioning: Awaited<ReturnType<AzurePort['readAutoProvisioning']>> = {
    kind: 'found',
    value: { autoProvision: 'Off' },
  };

  async readAutoProvisioning(): ReturnType<AzurePort['readAutoProvisioning']> {
    return this.autoProvisioning;
  }

  async readPolicies(): ReturnType<AzurePort['readPolicies']> {
    return { kind: 'found', value: { assignments: [], exemptions: [] } };
  }

  connectors: Awaited<ReturnType<AzurePort['readConnectors']>> = { kind: 'found', value: [] };

  async readConnectors(): ReturnType<AzurePort['readConnectors']> {
    return this.connectors;
  }

  /** What a sweep is shown. */
  subscriptions: Awaited<ReturnType<AzurePort['listSubscriptions']>> = { kind: 'rows', rows: [] };

  async listSubscriptions(): ReturnType<AzurePort['listSubscriptions']> {
    return this.subscriptions;
  }

  /** What Defender assesses of machines, by query `edr`. */
  edr: GraphOutcome<EdrRow> = { kind: 'rows', rows: [] };
  edrAskedAbout: readonly string[] = [];

  queryGraph: AzurePort['queryGraph'] = async (name, scopes) => {
    if (name !== 'edr') throw new Error(`No test asks this Azure query ${name} of Resource Graph.`);
    this.edrAskedAbout = scopes;
    return this.edr as never;
  };
}
