import { describe, expect, it } from 'vitest';
import { decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import type { RawFailure } from '../../../src/domain/failures/failure.ts';
import type { FailureCode } from '../../../src/domain/failures/failure-list.ts';
import { agentOnArc, agentOnVm, identityId, ruleId } from './addressed.ts';

/** What an installer may print, in words that are a refusal when the platform says them. */
const printed: readonly string[] = [
  'wget https://packages: HTTP 429 Too Many Requests',
  'status: 429',
  'requests were throttled',
  'apt: an update is already in progress',
  'another operation is in progress',
  'file /etc/x is marked for deletion',
  'status: 409 conflict',
  'please try again later',
  'yum: the subscription rhel-8 is disabled',
  'subscription SLES is marked as read only',
  'access denied by policy of SELinux',
  'execution blocked by fapolicyd; not allowed by policy',
  'denied by policy',
  'because of the deny assignment',
  'the following scope(s) are locked',
  'auto upgrade not supported on this distro',
  'automatic upgrade is not available',
  "changing property 'type' is not allowed",
  'cannot update handlerversion',
  'extension operations are disallowed',
  'machine is offline, machine is not connected',
  'the vm is stopped',
  'requires the vm to be running',
  'the vm agent is unable to communicate',
  'has not reported status for vm agent',
  'disk sda is being detached',
  `The Resource '${ruleId}' was not found`,
  `identity ${identityId} does not exist`,
  'The specified data collection rule was not found for this machine',
  'does not have authorization to perform action',
  'Identity not found',
  'The value of publisher is invalid; publisher and type are immutable',
];

const ours = "'AzureMonitorLinuxAgent' (publisher 'Microsoft.Azure.Monitor' and type 'AzureMonitorLinuxAgent')";
const failed = 'VMExtensionProvisioningError';
type Wrap = (text: string) => RawFailure;

/** How it reaches us; each tells an exit code whose meaning stays. */
const wraps: readonly (readonly [string, FailureCode, Wrap, typeof agentOnVm])[] = [
  [
    'quoted by Compute, behind the exit code',
    'ExtensionMissingDependency',
    (text) => ({
      source: 'operation',
      code: failed,
      message: `VM has reported a failure when processing extension ${ours}. Error message: '[ExtensionOperationError] Non-zero exit code: 52, ${text}'.`,
    }),
    agentOnVm,
  ],
  [
    'before the exit code',
    'ExtensionFailed',
    (text) => ({
      source: 'operation',
      code: failed,
      message: `VM has reported a failure when processing extension ${ours}. Error message: '${text}; exit code: 7'.`,
    }),
    agentOnVm,
  ],
  [
    'under a code that says nothing',
    'ExtensionMissingDependency',
    (text) => ({
      source: 'operation',
      code: 'Conflict',
      message: `VM has reported a failure when processing extension ${ours}. Error message: 'exit code: 52. ${text}'.`,
    }),
    agentOnVm,
  ],
  [
    'without a name',
    'ExtensionFailed',
    (text) => ({ source: 'operation', code: failed, message: `Non-zero exit code: 1. ${text}` }),
    agentOnVm,
  ],
  [
    'without quotes',
    'ExtensionFailed',
    (text) => ({
      source: 'operation',
      code: failed,
      message: `VM has reported a failure when processing extension ${ours}. ${text}`,
    }),
    agentOnVm,
  ],
  [
    'as error output of Arc',
    'ExtensionUnsupportedOs',
    (text) => ({
      source: 'operation',
      code: 'HCRP400',
      message: `Extension returned non-zero exit code for Install: 51. Extension error output: ${text}`,
    }),
    agentOnArc,
  ],
  [
    'as message of Arc',
    'ExtensionFailed',
    (text) => ({
      source: 'operation',
      code: 'HCRP400',
      message: `Extension 'ama' returned non-zero exit code for Install: 1. Extension Message: ${text}`,
    }),
    agentOnArc,
  ],
  [
    'in a detail',
    'ExtensionFailed',
    (text) => ({
      source: 'operation',
      code: 'ResourceDeploymentFailure',
      message: 'The resource operation failed.',
      detailCodes: [failed],
      detailMessages: [`VM has reported a failure when processing extension ${ours}. Error message: '${text}'`],
    }),
    agentOnVm,
  ],
  [
    'in an instance view',
    'ExtensionMissingDependency',
    (text) => ({
      source: 'operation',
      code: 'ProvisioningState/failed/52',
      message: text,
      exitCode: 52,
      saidBy: 'handler',
    }),
    agentOnVm,
  ],
  [
    'in an instance view without an exit code',
    'ExtensionFailed',
    (text) => ({ source: 'operation', code: 'Failed', message: text, saidBy: 'handler' }),
    agentOnArc,
  ],
];

describe.each(wraps)('what our handler prints is no refusal: %s', (_, code, wrap, about) => {
  it.each(printed)('%s', (text) => {
    expect(decodeFailure(wrap(text), about)).toMatchObject({ code });
  });
});

describe('what the guest agent says instead of a handler', () => {
  it.each([
    "Extension will not be processed: failed to run extension 'AzureMonitorLinuxAgent' because it is not in the allow list",
    '[ExtensionPolicyError] Extension is disallowed by agent policy and will not be enabled',
  ])('is heard: %s', (text) => {
    const message = `VM has reported a failure when processing extension ${ours}. Error message: '${text}'`;
    expect(decodeFailure({ source: 'operation', code: failed, message }, agentOnVm).code).toBe('ExtensionNotAllowed');
    const output = message.replace("message: '", "message: 'Non-zero exit code: 1. ");
    expect(decodeFailure({ source: 'operation', code: failed, message: output }, agentOnVm).code).toBe(
      'ExtensionFailed',
    );
  });
});
