import { describe, expect, it } from 'vitest';
import type { Addressed } from '../../../src/domain/failures/addressed.ts';
import { decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import type { FailureCode } from '../../../src/domain/failures/failure-list.ts';
import { agentOnArc, agentOnVm, association, identityOfVm } from './addressed.ts';

type Told = readonly [code: string, message: string, about?: Addressed];

const kinds: Readonly<Record<string, { readonly gives: FailureCode; readonly told: readonly Told[] }>> = {
  'a condition that passes, whatever the code': {
    gives: 'Busy',
    told: [
      ['InvalidResourceState', "VM 'vm-1' is being updated by another operation. Try later."],
      ['InvalidRequest', 'The machine is currently being updated; please try again later.'],
      ['HCRP400', 'Another extension operation is in progress. Please retry.', agentOnArc],
      ['BadRequest', 'The resource is being deleted.'],
      ['OperationNotAllowed', 'The VM is being migrated to another host.'],
      ['OperationNotAllowed', 'The virtual machine is still being created. Retry the request in a few minutes.'],
      ['InvalidState', 'An update is already in progress.'],
      ['MissingTomorrow', 'Not yet there. Please retry later.'],
      ['SomethingNew', 'Retry after 30 seconds.'],
      ['Conflict', "Operation 'PutVMExtension' kann nicht ausgef\u00fchrt werden, da ein anderer Vorgang l\u00e4uft."],
    ],
  },
  'what no wait ends': {
    gives: 'RequestRejected',
    told: [
      ['OperationNotAllowed', 'Operation could not be completed as it results in exceeding approved Cores quota.'],
      [
        'Conflict',
        'The operation results in exceeding approved standardDSv3Family Cores quota. Please try again later.',
      ],
      ['OperationNotAllowed', 'VM has reached the maximum number of extensions (25).'],
      ['OperationNotAllowed', 'The maximum allowed number of extensions is 25.'],
      ['OperationNotAllowed', 'The operation is not allowed on a VM of a deallocated dedicated host group.'],
      ['OperationNotAllowed', "Operation 'x' is not allowed on VM 'vm-1' since it is a Spot VM pending eviction."],
      ['TooManyUserAssignedIdentities', 'too many identities', identityOfVm],
      ['OperationNotAllowed', 'never seen'],
      ['InvalidParameter', 'The property being updated is read-only. Please correct it and try again.'],
      ['NewsOfTomorrow', 'Please retry with a valid version.'],
    ],
  },
  'automatic upgrade is not possible': {
    gives: 'AutomaticUpgradeUnsupported',
    told: [
      ['OperationNotAllowed', 'enableAutomaticUpgrade property is not valid for this extension.'],
      [
        'OperationNotAllowed',
        "Extension publisher 'Microsoft.Azure.Monitor' and type 'AzureMonitorLinuxAgent' with autoUpgradeMinorVersion=false cannot use enableAutomaticUpgrade=true.",
      ],
      ['BadRequest', 'Cannot set enableAutomaticUpgrade on this extension.'],
      ['Conflict', "You can't enable automatic upgrade for this extension."],
      ['InvalidParameter', 'The value of enableAutomaticUpgrade is invalid.'],
      ['HCRP400', 'Automatic extension upgrade is not permitted in this cloud.', agentOnArc],
    ],
  },
  'the machine is off': {
    gives: 'VmNotRunning',
    told: [
      ['OperationNotAllowed', "The VM 'vm-1' is deallocated."],
      ['OperationNotAllowed', 'Power state of the VM must be running to modify extensions; current state: hibernated.'],
      ['Conflict', 'VM vm-1 is stopped.'],
      ['OperationNotAllowed', "Virtual machine 'vm-1' is currently hibernated."],
      ['BadRequest', 'The virtual machine is not running.'],
      ['OperationNotAllowed', "The PowerState of VM 'vm-1' is deallocated."],
      ['OperationNotAllowed', "The VM 'vm-1' is already stopping."],
    ],
  },
  'its agent is silent': {
    gives: 'AgentStatusCommunication',
    told: [
      ['OperationNotAllowed', 'VM agent is unable to communicate with the Azure Agent Service.'],
      ['Conflict', 'The guest agent cannot communicate with the platform.'],
      ['OperationNotAllowed', 'VM agent is not ready.'],
      ['Conflict', "VM 'vm-1' has not reported status for the VM agent."],
      ['BadRequest', 'The VM agent was not able to report its status.'],
      ['OperationNotAllowed', 'Guest agent is unresponsive.'],
    ],
  },
  'the Arc machine is away': {
    gives: 'MachineDisconnected',
    told: [
      ['HCRP409', 'Machine edge-1 is in Disconnected state. Cannot process extension.', agentOnArc],
      ['HCRP400', 'The machine is not in connected status.', agentOnArc],
      ['HCRP400', "The machine 'edge-1' is currently not connected.", agentOnArc],
      ['Conflict', 'Machine edge-1 is in an Offline status.', agentOnArc],
      ['HCRP400', "The status of the machine edge-1 is 'Disconnected'.", agentOnArc],
      ['BadRequest', "The machine is not in the 'Connected' state.", agentOnArc],
    ],
  },
  'a rule that is not found': {
    gives: 'RuleGone',
    told: [
      ['DataCollectionRuleNotFound', "Data Collection Rule with immutable Id 'dcr-abc' not found", association],
      ['NotFound', "Data collection rule with immutable id 'dcr-abc' does not exist.", association],
      ['InvalidPayload', "Data collection rule 'dcr-old' was not found.", association],
      ['DataCollectionRuleNotFound', '', association],
      ['BadRequest', "DCR with name 'dcr-old' could not be found.", association],
      ['BadRequest', "Die Datensammlungsregel: DCR 'dcr-old' wurde nicht gefunden.", association],
    ],
  },
  'an identity that is not found': {
    gives: 'IdentityGone',
    told: [
      ['IdentityNotFound', 'x', identityOfVm],
      ['InvalidIdentity', 'La managed identity \u00ab\u00a0id-old\u00a0\u00bb n\u2019existe pas.', identityOfVm],
      ['BadRequest', "Managed identity 'id-old' no existe.", identityOfVm],
      ['BadRequest', 'User assigned identity id-old was not found.', identityOfVm],
      ['UserAssignedIdentityNotFound', 'x', identityOfVm],
    ],
  },
  'an image that is not found': {
    gives: 'ImageGone',
    told: [
      [
        'InvalidParameter',
        'The following list of images referenced from the deployment template are not found: Publisher: Canonical, Offer: UbuntuServer, Sku: 16.04-LTS, Version: 16.04.1.',
        identityOfVm,
      ],
      ['InvalidParameter', 'The image of the machine is not available.', identityOfVm],
      ['NotFound', "The Image 'img' cannot be found.", identityOfVm],
      ['BadRequest', 'The images that the model names are not available: Publisher: p', identityOfVm],
      ['PlatformImageNotFound', 'x', identityOfVm],
    ],
  },
  'the name of ours is taken': {
    gives: 'ExtensionNameTaken',
    told: [
      ['HCRP400', 'Extension publisher and type are immutable properties.', agentOnArc],
      ['BadRequest', 'The type of an extension is immutable.'],
      ['Conflict', "The properties 'publisher' and 'type' are read-only."],
      ['HCRP400', 'Publisher is an immutable property.', agentOnArc],
      [
        'PropertyChangeNotAllowed',
        "Das \u00c4ndern der Eigenschaft 'publisher' ist nicht zul\u00e4ssig. (target 'publisher')",
      ],
    ],
  },
  'the machine does not allow the extension': {
    gives: 'ExtensionNotAllowed',
    told: [
      [
        'HCRP403',
        'Extension Microsoft.Azure.Monitor/AzureMonitorLinuxAgent is not allowed to be installed per local configuration.',
        agentOnArc,
      ],
      ['HCRP403', 'The extension is not permitted by the local configuration.', agentOnArc],
      ['HCRP400', 'Extension is not allowed by local config of the agent.', agentOnArc],
      ['HCRP403', 'It is not enabled in local configuration.', agentOnArc],
      ['Failed', 'The extension may not be allowed due to local configuration.', agentOnArc],
    ],
  },
  'extensions are turned off': {
    gives: 'ExtensionsDisabled',
    told: [
      ['HCRP400', 'Extension management has been disabled on this machine (extensions.enabled = false).', agentOnArc],
      ['HCRP403', 'The extension manager is disabled.', agentOnArc],
      ['HCRP403', 'Extensions have been turned off.', agentOnArc],
      ['HCRP403', 'The agent has extensions.enabled set: extensions.enabled is false', agentOnArc],
      ['OperationNotAllowed', 'Extension operations were disabled.'],
    ],
  },
};

const cases = Object.entries(kinds).flatMap(([kind, { gives, told }]) =>
  told.map(([code, message, about = agentOnVm]) => ({ kind, gives, code, message, about })),
);

describe('a refusal is known by its words, over both channels', () => {
  it.each(cases)('$kind: $code: $message', ({ gives, code, message, about }) => {
    const none = { detailCodes: [], retryAfterSeconds: undefined, correlationId: undefined };
    const ended = decodeFailure({ source: 'operation', code, message }, about);
    expect(ended.code).toBe(gives);
    for (const status of [400, 404, 409]) {
      expect(decodeFailure({ source: 'http', status, code, message, ...none }, about)).toEqual(ended);
    }
  });
});
