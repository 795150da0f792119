import { describe, expect, it } from 'vitest';
import type { Addressed } from '../../src/domain/failures/addressed.ts';
import { type DecodedFailure, decodeFailure } from '../../src/domain/failures/decode-failure.ts';
import { type FailureCode, failureInfo, hintOf } from '../../src/domain/failures/failure-list.ts';
import type { AzureWrite } from '../../src/domain/write/azure-write.ts';
import { agentOnVm, association, identityOfVm } from '../domain/failures/addressed.ts';
import { errorInputs, readErrorInput } from '../fixtures/real-inputs/read-error.ts';
import { vm } from './payloads.ts';
import { permitFor } from './permits.ts';
import { recordedAzure } from './recorded-azure.ts';

/** What each error means, to whoever wrote it, and what its text has to say. */
const right: Readonly<Record<string, readonly [FailureCode, Addressed, RegExp]>> = {
  '01-name-taken-publisher': ['ExtensionNameTaken', agentOnVm, /^extension 'AzureMonitorLinuxAgent': Prop/],
  '03-user-failure-of-another-extension': ['BlockedByExtension', agentOnVm, /^extension 'vm-jumpwin1-script' \(Mic/],
  '04-handler-of-another-type-exit-51': ['BlockedByExtension', agentOnVm, /DependencyAgent/],
  '06-guest-agent-policy': ['ExtensionNotAllowed', agentOnVm, /allowed extension/],
  '08-depends-on-failed-extension': ['BlockedByExtension', agentOnVm, /^extension 'VMAccessForLinux'/],
  '10-automatic-upgrade-not-supported-409': ['AutomaticUpgradeUnsupported', agentOnVm, /^extension 'AzureMonitorL/],
  '11-identity-deleted': ['IdentityGone', identityOfVm, /^identity id-old \(/],
  '12-region-policy-by-azure': ['PolicyDenied', agentOnVm, /disallowed by Azure/],
  '13-conflicting-request-as-operation': ['Busy', agentOnVm, /concurrent/],
  '16-marked-for-deletion': ['Busy', agentOnVm, /marked for deletion/],
  '20-ama-exit-127-transitioning': ['ExtensionFailed', agentOnVm, /exit code: 127/],
  '33-attach-disk-being-detached': ['DiskBlocked', identityOfVm, /pvc-1/],
  '34-vm-in-failed-state-image-gone': ['RequestRejected', identityOfVm, /legal terms/],
  '36-rule-deleted-404-on-association': ['RuleGone', association, /^rule dcr-old \(/],
};

const write: AzureWrite = { kind: 'deleteExtension', target: vm, name: 'x', publisher: 'P', type: 'T' };

async function answered(name: string, about: Addressed, status?: number): Promise<DecodedFailure> {
  const input = readErrorInput(name);
  const { port, wallClock } = recordedAzure(() => ({ ...input, status: status ?? input.status }));
  const outcome = await port.send(permitFor(write, wallClock.ms), write);
  if (outcome.kind !== 'failed') throw new Error(outcome.kind);
  return decodeFailure(outcome.failure, about);
}

async function ended(name: string, about: Addressed): Promise<DecodedFailure> {
  const { body } = readErrorInput(name);
  const { port } = recordedAzure(() => ({ status: 200, body: { status: 'Failed', ...body } }));
  const read = await port.readOperation(vm, 'https://arm.test/operations/1');
  if (read.kind !== 'found' || read.value.state !== 'failed') throw new Error(read.kind);
  return decodeFailure({ source: 'operation', ...read.value }, about);
}

describe('an error that people reported', () => {
  it.each(errorInputs)('%s means the same as an answer and as the end of an operation', async (name) => {
    const [code, about, detail] = right[name] ?? ['UnknownFailure', agentOnVm, /./];
    const told = await answered(name, about);
    expect([told.code, told.class]).toEqual([code, failureInfo(code).class]);
    expect(told.detail).toMatch(detail);
    expect(await ended(name, about)).toEqual(told);
  });

  it.each([400, 403, 409])(
    'a name that is taken, and an upgrade that is unsupported, hold with a %i',
    async (status) => {
      for (const name of ['01-name-taken-publisher', '10-automatic-upgrade-not-supported-409']) {
        expect(await answered(name, agentOnVm, status)).toMatchObject({ class: 'hold', code: right[name]?.[0] });
      }
    },
  );

  it('that only Azure explains has its words at the front of the hint', async () => {
    for (const name of ['33-attach-disk-being-detached', '34-vm-in-failed-state-image-gone']) {
      const { code, detail } = await answered(name, identityOfVm);
      expect(hintOf(code, detail)?.startsWith(detail)).toBe(true);
      expect(detail).toMatch(/^(?:AttachDiskWhileBeingDetached|ResourcePurchaseValidationFailed): /);
    }
  });

  it('of another resource never says that the machine is gone, whoever decodes it', async () => {
    const name = '36-rule-deleted-404-on-association';
    for (const about of [association, agentOnVm, identityOfVm, undefined]) {
      const { body } = readErrorInput(name);
      const { port, wallClock } = recordedAzure(() => ({ status: 404, body }));
      const outcome = await port.send(permitFor(write, wallClock.ms), write);
      if (outcome.kind === 'failed') expect(decodeFailure(outcome.failure, about).code).toBe('RuleGone');
    }
  });
});
