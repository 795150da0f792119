import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/domain/findings/finding.ts';
import type { Service } from '../../../../src/domain/findings/service.ts';
import type { ExtensionFacts, InstanceFacts, MachineFacts } from '../../../../src/domain/machine/machine-facts.ts';
import type { ServiceName } from '../../../../src/domain/service-name.ts';
import { allServices } from '../../../../src/domain/services/all-services.ts';
import {
  agent,
  builtInId,
  foreignId,
  instance,
  legacyAgent,
  linuxRule,
  scaleSetFacts,
  scaleSetMachine,
} from '../facts.ts';
import {
  endpointSpec,
  failedTry,
  type InputChanges,
  inputOf,
  minutesAgo,
  stepRecord,
  wantedOf,
} from '../service-input.ts';

type Os = 'linux' | 'windows';

const types = { linux: 'AzureMonitorLinuxAgent', windows: 'AzureMonitorWindowsAgent' } as const;
const oldTypes = { linux: 'OmsAgentForLinux', windows: 'MicrosoftMonitoringAgent' } as const;
const images = {
  linux: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', id: undefined },
  windows: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2022-datacenter-g2', id: undefined },
};
const unknownImage = { publisher: 'contoso', offer: 'a', sku: 'b', id: undefined };
const minimumVersions = { linux: '1.36', windows: '1.2' };

/** The agent in the model of a set, under the name and type of the system. */
function inModel(os: Os, changes: Partial<ExtensionFacts> = {}): ExtensionFacts {
  const [name, requestedVersion] = [types[os], minimumVersions[os]];
  return agent({ name, type: name, requestedVersion, installedVersion: undefined, ...changes });
}

function current(os: Os, id: number, changes: Partial<InstanceFacts> = {}): InstanceFacts {
  const [report] = instance(id).extensions;
  return instance(id, { extensions: report === undefined ? [] : [{ ...report, name: types[os] }], ...changes });
}

interface State {
  readonly facts?: Partial<MachineFacts>;
  readonly image?: typeof unknownImage;
  readonly instances?: readonly InstanceFacts[];
  readonly input?: InputChanges;
}

const associated = [{ name: 'by-hand', ruleId: linuxRule, endpointId: undefined }];

/** An Automatic set on which everything is as wanted, but for what a state says. */
function find(service: ServiceName, os: Os, { facts = {}, image = images[os], instances, input = {} }: State): Finding {
  const platform = scaleSetFacts(0, {
    ...{ upgradePolicy: 'automatic', image, capacity: 3 },
    instances: instances ?? [0, 1, 2].map((id) => current(os, id)),
  });
  const machine = scaleSetMachine(
    {
      ...{ os, identity: { system: false, userAssigned: [builtInId] }, extensions: [inModel(os)] },
      ...{ associations: associated, ...facts },
    },
    platform,
  );
  const services: readonly Service[] = allServices({ additionalImages: [], unknownImage: 'allow' });
  const asked = services.find(({ name }) => name === service);
  if (asked === undefined) throw new Error(`no service ${service}`);
  const ama = { install: true, minimumVersion: minimumVersions[os], automaticUpgrade: true };
  const baseline = { fingerprint: platform.fingerprint, at: minutesAgo(60), without: [] };
  return asked.find(inputOf({ facts: machine, baseline, ...input, spec: { os, ama, ...input.spec } }));
}

const nothing: State = { facts: { identity: { system: false, userAssigned: [] }, extensions: [], associations: [] } };
const off: State = {
  instances: [0, 1].map((id) => instance(id, { reports: false, extensions: [] })),
};
const endpoint = { spec: { endpoint: endpointSpec({ autoUpdate: 'off' }) } };
const removing = {
  spec: { legacyAgent: 'remove' as const },
  found: new Map(
    (['ama', 'data-collection', 'scale-set'] as const).map((name) => [name, { kind: 'satisfied' as const }]),
  ),
};
const old = (os: Os, changes: Partial<ExtensionFacts> = {}) =>
  legacyAgent({ type: oldTypes[os], installedVersion: undefined, ...changes });
const failed = (os: Os) => inModel(os, { provisioningState: 'Failed', message: 'no' });
const failedPut = (os: Os) => ({
  [`installExtension:${types[os]}`]: stepRecord({ failure: failedTry('ExtensionFailed'), attempts: 1 }, 'failed'),
});

const wants = (activity: string, ours = true) => ({
  kind: 'wanted',
  steps: [{ id: expect.stringMatching(new RegExp(`^${activity}`)), creates: ours }],
});
const satisfied = { kind: 'satisfied' };
const notApplicable = { kind: 'not-applicable', reason: expect.stringMatching(/^ScaleSet: /) };
const blocked = (code: string) => ({ kind: 'blocked', code });

/** Each row: the service, the state of the set, what the service says of it. */
const rows: readonly (readonly [ServiceName, string, (os: Os) => State, object])[] = [
  ['support', 'from nothing', () => nothing, satisfied],
  ['support', 'off', () => off, satisfied],
  ['support', 'unsupported', () => ({ image: unknownImage }), { kind: 'unsupported', reason: 'Image' }],

  ['identity', 'from nothing', () => nothing, wants('attachIdentity', false)],
  ['identity', 'already right', () => ({}), satisfied],
  [
    'identity',
    'foreign',
    () => ({ facts: { identity: { system: false, userAssigned: [foreignId] } } }),
    blocked('ForeignIdentity'),
  ],
  [
    'identity',
    'drifted',
    () => ({ facts: { identity: { system: true, userAssigned: [] } } }),
    wants('attachIdentity', false),
  ],
  ['identity', 'off', () => ({ ...off, ...nothing }), wants('attachIdentity', false)],
  [
    'identity',
    'failed',
    () => ({
      ...nothing,
      input: { history: { steps: { attachIdentity: stepRecord({ failure: failedTry('ScopeLocked') }, 'failed') } } },
    }),
    blocked('ScopeLocked'),
  ],

  ['data-collection', 'from nothing', () => nothing, wants('associateDataCollectionRule')],
  ['data-collection', 'already right', () => ({}), satisfied],
  [
    'data-collection',
    'foreign',
    () => ({ facts: { associations: [...associated, { name: 'theirs', ruleId: '/theirs', endpointId: undefined }] } }),
    satisfied,
  ],
  ['data-collection', 'drifted', () => ({ facts: { associations: [] } }), wants('associateDataCollectionRule')],
  ['data-collection', 'off', () => ({ ...off, facts: { associations: [] } }), wants('associateDataCollectionRule')],

  ['ama', 'from nothing', () => nothing, wants('installExtension')],
  ['ama', 'already right', () => ({}), { ...satisfied, detail: 'in the model of the set' }],
  ['ama', 'foreign', (os) => ({ facts: { extensions: [inModel(os, { name: 'by-pipeline' })] } }), satisfied],
  [
    'ama',
    'drifted',
    (os) => ({ facts: { extensions: [inModel(os, { enableAutomaticUpgrade: false })] } }),
    wants('installExtension', false),
  ],
  ['ama', 'off', () => ({ ...off, ...nothing }), wants('installExtension')],
  [
    'ama',
    'failed after our try',
    (os) => ({ facts: { extensions: [failed(os)] }, input: { history: { steps: failedPut(os) } } }),
    blocked('ScaleSetUpgradeFailed'),
  ],

  ['endpoint', 'from nothing', () => ({ ...nothing, input: endpoint }), notApplicable],
  ['endpoint', 'already right', () => ({ input: endpoint }), notApplicable],
  ['endpoint-updates', 'from nothing', () => ({ ...nothing, input: endpoint }), notApplicable],

  ['security-agent', 'from nothing', () => ({ input: { spec: { azureSecurityAgent: 'install' } } }), notApplicable],

  ['legacy-agent', 'already right', () => ({ input: removing }), satisfied],
  [
    'legacy-agent',
    'foreign',
    (os) => ({ facts: { extensions: [inModel(os), old(os)] }, input: removing }),
    wants('removeLegacyAgent', false),
  ],
  [
    'legacy-agent',
    'off',
    (os) => ({ ...off, facts: { extensions: [inModel(os), old(os)] }, input: removing }),
    wants('removeLegacyAgent', false),
  ],
  [
    'legacy-agent',
    'failed, as others left it',
    (os) => ({ facts: { extensions: [inModel(os), old(os, { provisioningState: 'Failed' })] }, input: removing }),
    wants('removeLegacyAgent', false),
  ],

  ['scale-set', 'from nothing', () => ({ instances: [] }), satisfied],
  [
    'scale-set',
    'already right',
    () => ({}),
    { ...satisfied, detail: '3 of 3 instances current, 0 protected from actions' },
  ],
  [
    'scale-set',
    'drifted',
    (os) => ({ instances: [current(os, 0), current(os, 1, { hasModel: false })] }),
    { kind: 'waiting', reason: 'InstancesUpdating' },
  ],
  ['scale-set', 'off', () => off, { ...satisfied, detail: '2 of 2 instances current, 0 protected from actions' }],
  [
    'scale-set',
    'failed',
    (os) => ({
      instances: [
        current(os, 0, {
          extensions: [
            {
              ...{ name: types[os], installedVersion: undefined },
              ...{ statusCode: 'ProvisioningState/failed/9', message: 'no' },
            },
          ],
        }),
      ],
    }),
    blocked('ExtensionFailed'),
  ],
];

describe.each(['linux', 'windows'] as const)('a Uniform scale set, %s', (os) => {
  it.each(rows)('%s, %s', (service, _, stateOf, expected) => {
    const finding = find(service, os, stateOf(os));
    expect(finding).toMatchObject(expected);
    for (const { write } of wantedOf(finding)) expect(write).toHaveProperty('target.kind', 'scaleSet');
  });

  it('legacy-agent, while instances lack the new agent, or nobody knows: the removal needs them', () => {
    const input = { ...removing, found: new Map() };
    const [step] = wantedOf(find('legacy-agent', os, { facts: { extensions: [inModel(os), old(os)] }, input }));
    expect(step?.needs).toEqual(['satisfied:ama', 'satisfied:data-collection', 'satisfied:scale-set']);
  });
});
