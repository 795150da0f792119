import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFailureCode } from '../../../src/domain/failures/failure-list.ts';
import type { Service, ServiceInput } from '../../../src/domain/findings/service.ts';
import { stepIdSchema } from '../../../src/domain/ids.ts';
import type { MachineFacts } from '../../../src/domain/machine/machine-facts.ts';
import { covers } from '../../../src/domain/scope.ts';
import { allServices } from '../../../src/domain/services/all-services.ts';
import { activityOf } from '../../../src/domain/step/step-id.ts';
import type { WantedStep } from '../../../src/domain/step/wanted-step.ts';
import { isPublishedAction } from '../../../src/domain/write/permissions.ts';
import { claimOf } from '../../../src/domain/write/write-claim.ts';
import { applyWrite } from './apply-write.ts';
import {
  agent,
  arcMachine,
  authentication,
  builtInId,
  extraRule,
  foreignId,
  instance,
  legacyAgent,
  linuxRule,
  scaleSetFacts,
  scaleSetMachine,
  secondForeignId,
  vmMachine,
} from './facts.ts';
import { failedTry, inputOf, minutesAgo, stepRecord, wantedOf } from './service-input.ts';

const services = allServices({ additionalImages: [], unknownImage: 'allow' });
const installId = 'installExtension:AzureMonitorLinuxAgent';

const settings = fc.oneof(
  fc.constantFrom({}, authentication(builtInId), authentication(foreignId), authentication(builtInId.toUpperCase()), {
    ...authentication(foreignId),
    proxy: { mode: 'application', address: 'http://p', auth: 'true' },
  }),
  fc.dictionary(fc.constantFrom('authentication', 'proxy', 'other'), fc.jsonValue()),
);
const extension = fc
  .record({
    name: fc.constantFrom('AzureMonitorLinuxAgent', 'ama', 'odd name'),
    installedVersion: fc.constantFrom(undefined, '1.38.1.0', '1.2', 'x'),
    requestedVersion: fc.constantFrom(undefined, '1.33'),
    autoUpgradeMinorVersion: fc.constantFrom(undefined, true, false),
    enableAutomaticUpgrade: fc.constantFrom(undefined, true, false),
    provisioningState: fc.constantFrom('Succeeded', 'Failed', 'Creating', 'Deleting', 'Canceled', ''),
    settings,
    message: fc.option(fc.string(), { nil: undefined }),
    statusCode: fc.constantFrom(undefined, 'ProvisioningState/failed/51', 'ProvisioningState/failed/1'),
  })
  .map((changes) => agent(changes));
const oldAgent = fc
  .record({
    name: fc.constantFrom('OMS', 'odd name of old'),
    type: fc.constantFrom('OmsAgentForLinux', 'omsagentforlinux', 'MicrosoftMonitoringAgent'),
    provisioningState: fc.constantFrom('Succeeded', 'Failed', 'Creating', 'Deleting'),
  })
  .map((changes) => legacyAgent(changes));
const ownRules = [linuxRule, extraRule, '/other/rule'].map((ruleId) => ({ name: 'a', ruleId, endpointId: undefined }));
const common = fc.record({
  identity: fc.record({ system: fc.boolean(), userAssigned: fc.subarray([builtInId, foreignId, secondForeignId]) }),
  extensions: fc
    .tuple(
      fc.uniqueArray(extension, { maxLength: 2, selector: ({ name }) => name }),
      fc.array(oldAgent, { maxLength: 1 }),
    )
    .map((found) => found.flat()),
  associations: fc.oneof(fc.constant(undefined), fc.subarray(ownRules)),
  etag: fc.constantFrom(undefined, '"1"'),
});
const mostly = fc.oneof({ arbitrary: fc.constant(true), weight: 6 }, { arbitrary: fc.constant(false), weight: 1 });
const vm = fc.record({
  power: fc.oneof(
    { arbitrary: fc.constant('running' as const), weight: 6 },
    {
      arbitrary: fc.constantFrom('off' as const, 'starting' as const, 'hibernated' as const, 'unknown' as const),
      weight: 1,
    },
  ),
  agentReady: mostly,
  allowsExtensions: mostly,
});
const arc = fc.record({
  status: fc.constantFrom('Connected', 'Connected', 'Disconnected', 'Expired', ''),
  extensionsEnabled: mostly,
  allowList: fc.constantFrom(undefined, [], ['microsoft.azure.monitor/azuremonitorlinuxagent'], ['allow/none']),
});
const set = fc.record({
  upgradePolicy: fc.constantFrom('automatic' as const, 'rolling' as const, 'manual' as const, 'unknown' as const),
  surges: fc.boolean(),
  allowsExtensions: mostly,
  instances: fc.oneof(
    fc.constant(undefined),
    fc
      .array(fc.record({ hasModel: fc.boolean(), isProtected: fc.boolean(), reports: fc.boolean() }), { maxLength: 7 })
      .map((list) => list.map((changes, id) => instance(id, changes))),
  ),
});
const machine: fc.Arbitrary<MachineFacts> = fc.oneof(
  fc.tuple(common, set).map(([facts, platform]) => scaleSetMachine(facts, scaleSetFacts(0, platform))),
  fc.tuple(common, vm).map(([facts, platform]) => vmMachine(facts, platform)),
  fc.tuple(common, arc).map(([facts, platform]) => arcMachine(facts, platform)),
);
const spec = fc.record({
  identity: fc.constantFrom('builtIn' as const, 'system' as const),
  onForeignIdentity: fc.constantFrom('reuse' as const, 'attach' as const, 'hold' as const),
  ama: fc.record({ install: fc.boolean(), minimumVersion: fc.constant('1.36'), automaticUpgrade: fc.boolean() }),
  ruleIds: fc.subarray([linuxRule, extraRule]),
  legacyAgent: fc.constantFrom('leave' as const, 'report' as const, 'remove' as const),
  azureSecurityAgent: fc.constantFrom('none' as const, 'install' as const),
  upgradeInstances: fc.boolean(),
  acceptSurge: fc.boolean(),
});
const failure = fc.constantFrom(
  undefined,
  ...['ScopeLocked', 'ServerError', 'Busy', 'MachineGone', 'Tomorrow'].map((code) => failedTry(code)),
);
const step = fc
  .record({
    attempts: fc.integer({ min: 0, max: 5 }),
    lastAt: fc.constantFrom(minutesAgo(0), minutesAgo(1), minutesAgo(3_000)),
    nextAttemptAt: fc.constantFrom(undefined, minutesAgo(-5), minutesAgo(5)),
    operationUrl: fc.constantFrom(undefined, 'https://management.azure.com/operations/1'),
    failure,
  })
  .chain((changes) =>
    fc
      .constantFrom('sent' as const, 'accepted' as const, 'succeeded' as const, 'failed' as const)
      .map((ended) => stepRecord(changes, ended)),
  );
const operation = fc.constantFrom(
  { state: 'running' as const },
  { state: 'succeeded' as const },
  { state: 'lost' as const },
  { state: 'failed' as const, code: 'VMExtensionProvisioningError', message: 'exit code 51' },
);
const history = fc.record({
  steps: fc.dictionary(fc.constantFrom(installId, 'attachIdentity', 'removeExtension:ama'), step),
  operations: fc.dictionary(fc.constantFrom(installId, 'attachIdentity', 'removeExtension:ama'), operation),
  lastLookAt: fc.constantFrom(undefined, minutesAgo(1)),
});
const { fingerprint } = scaleSetFacts(0);
const baseline = { fingerprint, at: minutesAgo(60), without: ['3'] };
const input: fc.Arbitrary<ServiceInput> = fc
  .record({ facts: machine, spec, history, baseline: fc.constantFrom(undefined, baseline) })
  .map((changes) => inputOf(changes));

function steps(of: readonly Service[], asked: ServiceInput): readonly WantedStep[] {
  return of.flatMap((service) => wantedOf(service.find(asked)));
}

describe('every service, whatever the machine looks like', () => {
  it('answers, and answers the same twice', () => {
    fc.assert(
      fc.property(input, (asked) => {
        for (const service of services) {
          const finding = service.find(asked);
          expect(service.find(asked)).toEqual(finding);
          if (finding.kind === 'blocked') expect(isFailureCode(finding.code)).toBe(true);
          if (finding.kind === 'wanted') expect(finding.steps.length).toBeGreaterThan(0);
        }
      }),
      { seed: 11, numRuns: 1_500 },
    );
  });

  it('wants only steps with a proper name of its own, and published actions', () => {
    fc.assert(
      fc.property(input, (asked) => {
        for (const service of services) {
          for (const wanted of wantedOf(service.find(asked))) {
            expect(stepIdSchema.safeParse(wanted.id).success).toBe(true);
            expect(wanted.service).toBe(service.name);
            expect(service.activities).toContain(activityOf(wanted.id));
            const { target, resourceId, action } = claimOf(wanted.write);
            expect(isPublishedAction(action)).toBe(true);
            expect(target).toBe(asked.facts.machine.key);
            expect(covers(asked.facts.machine.resourceId, resourceId)).toBe(true);
          }
        }
      }),
      { seed: 12, numRuns: 700 },
    );
  });

  it('wants nothing of an Arc machine that is not connected', () => {
    fc.assert(
      fc.property(input, (asked) => {
        const { platform } = asked.facts;
        if (platform.kind === 'arc' && platform.status !== 'Connected') expect(steps(services, asked)).toEqual([]);
      }),
      { seed: 13, numRuns: 700 },
    );
  });

  it('never takes an identity from a machine', () => {
    fc.assert(
      fc.property(input, (asked) => {
        for (const wanted of steps(services, asked)) {
          const after = applyWrite(asked.facts, wanted.write).identity;
          expect(after.userAssigned).toEqual(expect.arrayContaining([...asked.facts.identity.userAssigned]));
          expect(after.system || !asked.facts.identity.system).toBe(true);
          const text = JSON.stringify(wanted.write.kind === 'attachIdentity' ? wanted.write.body : {});
          expect(text).not.toMatch(/app-identity|backup-identity/);
        }
      }),
      { seed: 14, numRuns: 700 },
    );
  });

  it('P4: takes off the Log Analytics agent alone of what is not ours, and only where the spec says remove', () => {
    let seen = 0;
    fc.assert(
      fc.property(input, (asked) => {
        const { extensions } = asked.facts;
        for (const { write } of steps(services, asked)) {
          if (write.kind !== 'deleteLegacyAgent') continue;
          seen += 1;
          expect(asked.spec.legacyAgent).toBe('remove');
          const gone = extensions.filter(({ name }) => name === write.name);
          expect(gone.map(({ publisher }) => publisher)).toEqual(['Microsoft.EnterpriseCloud.Monitoring']);
          expect(gone[0]?.type.toLowerCase()).toBe(write.type.toLowerCase());
        }
      }),
      { seed: 18, numRuns: 1_500 },
    );
    expect(seen).toBeGreaterThan(50);
  });

  it('keeps every setting that is not its own', () => {
    fc.assert(
      fc.property(input, (asked) => {
        for (const { write } of steps(services, asked)) {
          if (write.kind !== 'putExtension') continue;
          const { authentication: _, ...before } =
            asked.facts.extensions.find((found) => found.name === write.name)?.settings ?? {};
          expect(write.body.properties.settings).toMatchObject(before);
        }
      }),
      { seed: 15, numRuns: 700 },
    );
  });

  it('is content after its write, and wants nothing more', () => {
    const fresh = fc.record({ facts: machine, spec }).map((changes) => inputOf(changes));
    let seen = 0;
    fc.assert(
      fc.property(fresh, (asked) => {
        const applied = applyAll(asked);
        expect(steps(services, applied)).toEqual([]);
        seen += steps(services, asked).length;
      }),
      { seed: 16, numRuns: 1_500 },
    );
    expect(seen).toBeGreaterThan(500);
  });
});

it('brings every healthy machine to where each service is content', () => {
  const identity = fc.record({
    system: fc.boolean(),
    userAssigned: fc.subarray([builtInId, foreignId, secondForeignId]),
  });
  const foreign = fc.constantFrom('reuse' as const, 'attach' as const);
  const wanted = fc.constantFrom('builtIn' as const, 'system' as const);
  const healthyVm = fc.record({ identity, onForeignIdentity: foreign, wanted }).map((given) => {
    const onForeignIdentity = given.identity.userAssigned.length > 1 ? ('attach' as const) : given.onForeignIdentity;
    const own = { identity: given.wanted, onForeignIdentity, ruleIds: [linuxRule, extraRule] };
    return inputOf({ facts: vmMachine({ identity: given.identity }), spec: own });
  });
  fc.assert(
    fc.property(fc.oneof(healthyVm, fc.constant(inputOf({ facts: arcMachine() }))), (asked) => {
      const kinds = services
        .filter((service) => service.concerns?.(asked.spec) !== false)
        .map((service) => service.find(applyAll(asked)).kind);
      expect(kinds.filter((kind) => kind !== 'satisfied' && kind !== 'not-applicable')).toEqual([]);
    }),
    { seed: 17 },
  );
});

/** Applies what is wanted, look by look, as Azure would; five looks are more than any machine needs. */
function applyAll(asked: ServiceInput): ServiceInput {
  let current = asked;
  for (let look = 0; look < 5; look++) {
    for (const { write } of steps(services, current)) current = { ...current, facts: applyWrite(current.facts, write) };
  }
  return current;
}
