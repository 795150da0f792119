import { describe, expect, it } from 'vitest';
import { keptBackOf } from '../../../../src/domain/findings/keep-back.ts';
import { lookIdSchema, stepIdSchema } from '../../../../src/domain/ids.ts';
import type { ExtensionFacts } from '../../../../src/domain/machine/machine-facts.ts';
import { amaService } from '../../../../src/domain/services/ama/ama.ts';
import type { ServiceHistory } from '../../../../src/domain/step/step-history.ts';
import type { OwnedResource } from '../../../../src/domain/step/step-record.ts';
import { agent, authentication, builtInId, foreignId, vmMachine } from '../facts.ts';
import { failedTry, inputOf, minutesAgo, stepRecord, wantedOf, writeOf } from '../service-input.ts';

const stepId = 'installExtension:AzureMonitorLinuxAgent';
const removeId = 'removeExtension:AzureMonitorLinuxAgent';
const transient = { message: 'Install failed with exit code 1', statusCode: 'ProvisioningState/failed/1' };

function failed(extension: Partial<ExtensionFacts> = transient, vm = {}) {
  const extensions = [agent({ provisioningState: 'Failed', ...extension })];
  return vmMachine({ identity: { system: false, userAssigned: [builtInId] }, extensions }, vm);
}

function owned(state: OwnedResource['state'] = 'confirmed'): readonly OwnedResource[] {
  const resourceId = `${vmMachine().machine.resourceId}/extensions/azuremonitorlinuxagent`;
  return [
    { stepId: stepIdSchema.parse(stepId), resourceId, state, lookId: lookIdSchema.parse('look-1'), at: minutesAgo(30) },
  ];
}

function find(history: Partial<ServiceHistory> = {}, facts = failed()) {
  return amaService.find(inputOf({ facts, history }));
}

function tried(attempts: number, nextAttemptAt: string | undefined = minutesAgo(1)) {
  return {
    [stepId]: stepRecord({ attempts, nextAttemptAt, failure: failedTry('ExtensionFailed') }, 'failed'),
  };
}

describe('a failed agent', () => {
  it('is tried again with the same body and a new tag', () => {
    const first = writeOf(find({ steps: tried(1) }));
    expect(first).toMatchObject({
      name: 'AzureMonitorLinuxAgent',
      body: {
        properties: {
          typeHandlerVersion: '1.36',
          settings: authentication(builtInId),
          forceUpdateTag: expect.stringContaining('try-2'),
        },
      },
    });
    expect(wantedOf(find({ steps: tried(1) }))).toMatchObject([{ id: stepId, creates: false, exclusive: true }]);
  });

  it('that others left behind is tried once at once', () => {
    expect(writeOf(find())).toMatchObject({
      body: { properties: { forceUpdateTag: expect.stringContaining('try-1') } },
    });
  });

  it('waits for its next try, and tells why it failed', () => {
    const finding = find({ steps: tried(1, minutesAgo(-1)) });
    expect(finding).toMatchObject({
      kind: 'blocked',
      code: 'ExtensionFailed',
      step: { stepId, treatment: 'retry' },
      detail: expect.stringContaining('exit code 1'),
    });
  });

  it('goes by the ladder also when nobody wrote down the next try', () => {
    const recent = stepRecord({ attempts: 4, lastAt: minutesAgo(30) });
    expect(find({ steps: { [stepId]: recent } })).toMatchObject({ kind: 'blocked', code: 'ExtensionFailed' });
    expect(find({ steps: { [stepId]: { ...recent, attempts: 1 } } }).kind).toBe('wanted');
  });

  it('is removed at the third try when it is ours', () => {
    const finding = find({ steps: tried(2), owned: owned() });
    expect(wantedOf(finding)).toMatchObject([{ id: removeId, produces: ['extensionAbsent'], exclusive: true }]);
    expect(writeOf(finding)).toMatchObject({ kind: 'deleteExtension', name: 'AzureMonitorLinuxAgent' });
  });

  it('is installed anew once it is gone', () => {
    const steps = { ...tried(2), [removeId]: stepRecord({}) };
    const absent = vmMachine({ identity: { system: false, userAssigned: [builtInId] } });
    expect(wantedOf(find({ steps, owned: owned() }, absent))).toMatchObject([{ id: stepId, creates: true }]);
  });

  it('is not removed a second time', () => {
    const steps = { ...tried(3), [removeId]: stepRecord({}) };
    expect(wantedOf(find({ steps, owned: owned() }))).toMatchObject([{ id: stepId }]);
  });

  it.each([
    ['is not ours', []],
    ['may be ours, which is not enough', owned('intent')],
  ])('is left to its owner when it %s', (_, ownedResources) => {
    expect(find({ steps: tried(2), owned: ownedResources })).toMatchObject({
      kind: 'blocked',
      code: 'ForeignExtensionFailed',
    });
  });

  it('on an unsupported system is held after our try', () => {
    const unsupported = failed({
      message: 'Install failed: unsupported distribution',
      statusCode: 'ProvisioningState/failed/51',
    });
    expect(find({ steps: tried(1) }, unsupported)).toMatchObject({ kind: 'blocked', code: 'ExtensionUnsupportedOs' });
  });

  it('is tried again when a person asks after a hold', () => {
    const unsupported = failed({ message: undefined, statusCode: 'ProvisioningState/failed/51' });
    expect(find({}, unsupported).kind).toBe('wanted');
  });

  it('is not removed when another extension stands in its way', () => {
    const blocked = stepRecord(
      {
        attempts: 2,
        failure: failedTry('BlockedByExtension', "extension 'setup'"),
        nextAttemptAt: minutesAgo(1),
      },
      'failed',
    );
    expect(wantedOf(find({ steps: { [stepId]: blocked }, owned: owned() }))).toMatchObject([{ id: stepId }]);
    const early = { ...blocked, nextAttemptAt: minutesAgo(-1) };
    expect(find({ steps: { [stepId]: early }, owned: owned() })).toMatchObject({
      kind: 'blocked',
      code: 'BlockedByExtension',
    });
  });

  it.each([
    ['Die Erweiterung \u201esetup\u201c ist fehlgeschlagen: exit code 1', undefined],
    [
      "VMExtensionProvisioningError: Virhe laajennuksen 'setup' k\u00e4sittelyss\u00e4. Non-zero exit code: 1",
      undefined,
    ],
    ['VMExtensionProvisioningError: CustomScript: exit code 1', undefined],
    ['BadRequest: the extension is wrong', undefined],
    ['', undefined],
    ['', { statusCode: 'ProvisioningState/transitioning', message: 'installing' }],
    ['', { ...transient, message: "Virhe: 'setup', exit code 1" }],
    ['', { ...transient, message: 'Extension setup failed with exit code 1' }],
    [
      "VM has reported a failure when processing extension 'AzureMonitorLinuxAgent'.",
      { message: "waits for extension 'setup'" },
    ],
  ])('is not removed while it is unclear that it is the one that failed: %s', (detail, view) => {
    const failure = failedTry('ExtensionFailed', detail);
    const steps = { [stepId]: stepRecord({ attempts: 2, failure, nextAttemptAt: minutesAgo(1) }, 'failed') };
    const facts = failed({ statusCode: undefined, message: undefined, ...view });
    expect(wantedOf(find({ steps, owned: owned() }, facts))).toMatchObject([{ id: stepId }]);
  });

  it.each(['RequestRejected', 'ServerError', 'AuthorizationFailed', 'NetworkFailure'] as const)(
    'is not removed for what Azure says of the request: %s',
    (code) => {
      const failure = failedTry(code, "extension 'AzureMonitorLinuxAgent' failed");
      const steps = { [stepId]: stepRecord({ attempts: 2, failure, nextAttemptAt: minutesAgo(1) }, 'failed') };
      expect(wantedOf(find({ steps, owned: owned() }))).toMatchObject([{ id: stepId }]);
    },
  );

  it('is removed when the end of the write names it, whatever its instance view lacks', () => {
    const detail =
      'VM has reported a failure when processing extension \u201eAzureMonitorLinuxAgent\u201c: exit code 1';
    const failure = failedTry('ExtensionMissingDependency', detail);
    const steps = { [stepId]: stepRecord({ attempts: 2, failure, nextAttemptAt: minutesAgo(1) }, 'failed') };
    const silent = failed({ statusCode: undefined, message: undefined });
    expect(wantedOf(find({ steps, owned: owned() }, silent))).toMatchObject([{ id: removeId }]);
  });

  it('on Arc gives its exit code as the status code', () => {
    const unsupported = failed({ message: 'Extension failed to install.', statusCode: '51' });
    expect(find({ steps: tried(1) }, unsupported)).toMatchObject({ kind: 'blocked', code: 'ExtensionUnsupportedOs' });
  });

  it('is judged by the operation of our write first', () => {
    const steps = {
      [stepId]: stepRecord(
        { failure: failedTry('PackageManagerLocked', 'dpkg'), nextAttemptAt: minutesAgo(-1) },
        'failed',
      ),
    };
    expect(find({ steps })).toMatchObject({ kind: 'blocked', code: 'PackageManagerLocked', detail: 'dpkg' });
  });

  it('is still being worked on while our operation runs', () => {
    const steps = { [stepId]: stepRecord({ operationUrl: 'https://management.azure.com/operations/1' }, 'accepted') };
    expect(find({ steps })).toEqual({ kind: 'provisioning', what: 'installExtension' });
    const removing = {
      ...tried(2),
      [removeId]: stepRecord({ operationUrl: 'https://management.azure.com/operations/2' }, 'accepted'),
    };
    expect(find({ steps: removing, owned: owned() })).toEqual({ kind: 'provisioning', what: 'removeExtension' });
  });

  it('cannot be tried while the machine is off', () => {
    const finding = find({}, failed(transient, { power: 'off', agentReady: false }));
    expect(finding).toMatchObject({ kind: 'waiting', reason: 'Off' });
    expect(keptBackOf(finding).map((step) => step.why)).toEqual(['try the failed extension again (try 1)']);
  });

  it('is one that the machine reports as failed, whatever the resource says', () => {
    const reported = failed({ ...transient, provisioningState: 'Succeeded' });
    expect(wantedOf(find({}, reported)).map((step) => step.why)).toEqual(['try the failed extension again (try 1)']);
    expect(find({ steps: tried(1, minutesAgo(-1)) }, reported)).toMatchObject({
      kind: 'blocked',
      code: 'ExtensionFailed',
    });
    const bare = failed({ provisioningState: 'Succeeded', statusCode: 'ProvisioningState/failed', message: 'x' });
    expect(find({}, bare).kind).toBe('wanted');
  });

  it('with a proxy password that we do not have is left to a person', () => {
    const settings = { ...authentication(foreignId), proxy: { auth: 'true' } };
    expect(find({}, failed({ ...transient, settings }))).toMatchObject({ code: 'ProtectedSettingsUnknown' });
  });
});
