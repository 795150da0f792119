import { describe, expect, it } from 'vitest';
import type { Addressed } from '../../../src/domain/failures/addressed.ts';
import { decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import type { RawFailure } from '../../../src/domain/failures/failure.ts';
import type { FailureCode } from '../../../src/domain/failures/failure-list.ts';
import { agentOnArc, agentOnVm, arcId, association, identityId, identityOfVm, ruleId, vmId } from './addressed.ts';

interface Told {
  readonly code?: string;
  readonly message?: string;
  readonly target?: string;
  readonly detailCodes?: readonly string[];
  readonly detailMessages?: readonly string[];
}

type Case = readonly [
  FailureCode,
  Told,
  { readonly about?: Addressed; readonly status?: number; readonly names?: RegExp }?,
];

const byCompute = (extension: string, error: string) =>
  `VM has reported a failure when processing extension ${extension}. Error message: '${error}'.`;
const ours = "'AzureMonitorLinuxAgent' (publisher 'Microsoft.Azure.Monitor' and type 'AzureMonitorLinuxAgent')";
const failed = 'VMExtensionProvisioningError';
const exit51 = '[ExtensionOperationError] Non-zero exit code: 51, ./shim.sh -install';
const upgrade = 'does not support setting enableAutomaticUpgrade property to true on this subscription.';
const several = (first: string, second: string) =>
  `Multiple VM extensions failed to be provisioned on the VM. The Extensions failed due to the errors: \n[${first}]\n\n[${second}]`;
const part = (name: string, error: string) => `Extension Name: '${name}'\nError Message: ${error}`;
const setup = { names: /^extension 'setup'/ };

/** Variants of what people reported: the same kind in other words, quotes, places and cases. */
const kinds: Readonly<Record<string, readonly Case[]>> = {
  'the name of ours is taken by another type': [
    ['ExtensionNameTaken', { code: 'PropertyChangeNotAllowed', message: "Changing property 'type' is not allowed." }],
    [
      'ExtensionNameTaken',
      { code: 'propertychangenotallowed', message: 'changing property "publisher" is not allowed' },
    ],
    ['ExtensionNameTaken', { code: 'Conflict', message: "Changing property 'publisher' is not allowed." }],
    [
      'ExtensionNameTaken',
      { code: 'PropertyChangeNotAllowed', message: 'The change is refused.', target: 'publisher' },
    ],
    [
      'ExtensionNameTaken',
      {
        code: 'Conflict',
        message: 'See details.',
        detailCodes: ['PropertyChangeNotAllowed'],
        detailMessages: ["Changing property 'properties.type' is not allowed."],
      },
    ],
    [
      'ExtensionNameTaken',
      { code: 'HCRP400', message: 'The publisher and type of an extension cannot be changed.' },
      { about: agentOnArc, names: /^extension 'ama'/ },
    ],
    [
      'ExtensionNameTaken',
      { code: 'HCRP409', message: "Extension 'ama' already exists with a different publisher." },
      { about: agentOnArc },
    ],
    [
      'ChangeNotAllowed',
      { code: 'PropertyChangeNotAllowed', message: "Changing property 'osProfile' is not allowed." },
      { about: identityOfVm },
    ],
    [
      'ChangeNotAllowed',
      { code: 'Conflict', message: "Changing property 'location' is not allowed." },
      { names: /^extension 'AzureM/ },
    ],
    [
      'ExtensionNameTaken',
      {
        code: 'Conflict',
        message: "Extension 'AzureMonitorLinuxAgent' with publisher 'Contoso' already exists on the machine.",
      },
    ],
    [
      'ChangeNotAllowed',
      { code: 'PropertyChangeNotAllowed', message: 'The change is refused.' },
      { names: /^extension 'AzureM/ },
    ],
  ],
  'automatic upgrade is not supported': [
    [
      'AutomaticUpgradeUnsupported',
      {
        code: 'BadRequest',
        message: `VM Extension with publisher 'Microsoft.Azure.ChangeTrackingAndInventory' and type 'ChangeTracking-Windows' ${upgrade}`,
      },
    ],
    ['AutomaticUpgradeUnsupported', { code: 'OperationNotAllowed', message: `VM EXTENSION ${upgrade.toUpperCase()}` }],
    [
      'AutomaticUpgradeUnsupported',
      {
        code: 'InvalidParameter',
        message: 'refused',
        target: 'enableAutomaticUpgrade',
        detailMessages: [
          "Automatic upgrade for extension 'Microsoft.Azure.Monitor.AzureMonitorLinuxAgent' is not supported.",
        ],
      },
    ],
    [
      'AutomaticUpgradeUnsupported',
      {
        code: 'HCRP400',
        message: 'enableAutomaticUpgrade cannot be set for this extension: it is not available in this cloud.',
      },
      { about: agentOnArc },
    ],
    [
      'AutomaticUpgradeUnsupported',
      { code: 'Conflict', message: 'Automatic Extension Upgrade is not enabled for type AzureMonitorLinuxAgent.' },
    ],
    [
      'AutomaticUpgradeUnsupported',
      { code: 'Conflict', message: 'enableAutomaticUpgrade: the feature is not registered for this subscription.' },
    ],
  ],
  'another extension failed': [
    ['BlockedByExtension', { code: failed, message: byCompute("'setup'", exit51) }, setup],
    ['BlockedByExtension', { code: failed, message: byCompute('"setup"', exit51) }, setup],
    ['BlockedByExtension', { code: failed, message: byCompute('\\"setup\\"', exit51) }, setup],
    ['BlockedByExtension', { code: failed, message: byCompute('\u2018setup\u2019', exit51) }, setup],
    ['BlockedByExtension', { code: failed, message: byCompute('setup', exit51) }, setup],
    [
      'BlockedByExtension',
      { code: failed.toUpperCase(), message: byCompute("'setup'", exit51).toUpperCase() },
      { names: /^extension 'SETUP'/ },
    ],
    [
      'BlockedByExtension',
      {
        code: failed,
        message: byCompute(
          "'MDE.Linux' (publisher 'Microsoft.Azure.AzureDefenderForServers' and type 'MDE.Linux')",
          'Non-zero exit code: 53',
        ),
      },
    ],
    [
      'BlockedByExtension',
      { code: failed, message: byCompute("'AzureMonitorLinuxAgent' (publisher 'Contoso' and type 'Custom')", exit51) },
    ],
    [
      'BlockedByExtension',
      {
        code: failed,
        message: byCompute("'x' (publisher 'Microsoft.Azure.Monitor' and type 'AzureMonitorWindowsAgent')", exit51),
      },
    ],
    [
      'BlockedByExtension',
      {
        code: failed,
        message: byCompute("'other' (type 'CustomScript' and publisher 'Microsoft.Azure.Extensions')", exit51),
      },
    ],
    ['BlockedByExtension', { code: 'Conflict', message: byCompute("'setup'", exit51) }, setup],
    [
      'BlockedByExtension',
      {
        code: 'VMExtensionProvisioningTimeout',
        message:
          'Provisioning of VM extension setup has timed out. Extension provisioning has taken too long to complete.',
      },
      setup,
    ],
    [
      'BlockedByExtension',
      {
        code: 'ResourceDeploymentFailure',
        message: "The resource operation completed with terminal provisioning state 'Failed'.",
        detailCodes: [failed],
        detailMessages: [byCompute("'setup'", exit51)],
      },
      setup,
    ],
    [
      'BlockedByExtension',
      { code: failed, message: 'Provisioning failed.', detailMessages: [`${vmId}/extensions/setup`] },
      setup,
    ],
    [
      'BlockedByExtension',
      { code: failed, message: 'Provisioning failed.', target: `${vmId}/extensions/setup` },
      setup,
    ],
    [
      'BlockedByExtension',
      {
        code: failed,
        message:
          "Extension 'AzureMonitorLinuxAgent' cannot be installed because extension 'setup' is in a failed state.",
      },
      setup,
    ],
    [
      'BlockedByExtension',
      {
        code: failed,
        message: byCompute(
          ours,
          'Skipping processing of extensions since execution of dependent extension Microsoft.Azure.Extensions.CustomScript failed',
        ),
      },
      { names: /Extensions\.CustomScript/ },
    ],
    [
      'BlockedByExtension',
      {
        code: 'VMExtensionHandlerNonTransientError',
        message:
          "The handler for VM extension type 'Microsoft.Compute.CustomScriptExtension' has reported terminal failure for VM extension 'setup' with error message: 'exit code: 53'",
      },
    ],
    [
      'BlockedByExtension',
      {
        code: 'VMExtensionHandlerNonTransientError',
        message:
          '[ExtensionOperationError] Non-zero exit code: 52, /var/lib/waagent/Microsoft.OSTCExtensions.VMAccessForLinux-1.5.11/./vmaccess.sh -enable',
      },
    ],
    [
      'BlockedByExtension',
      {
        code: 'VMExtensionHandlerNonTransientError',
        message:
          'Non-zero exit code: 52, C:\\Packages\\Plugins\\Microsoft.Compute.CustomScriptExtension\\1.10.15\\bin\\enable.cmd',
      },
    ],
    [
      'BlockedByExtension',
      {
        code: failed,
        message: several(
          part('setup', byCompute("'setup'", exit51)),
          part(
            'AzureMonitorLinuxAgent',
            "VM Extension 'AzureMonitorLinuxAgent' is marked as failed since it depends upon the VM Extension 'setup' which has failed.",
          ),
        ),
      },
      setup,
    ],
    [
      'BlockedByExtension',
      {
        code: failed,
        message: several(part('setup', byCompute("'setup'", exit51)), part('next', byCompute("'next'", exit51))),
      },
      setup,
    ],
    [
      'BlockedByExtension',
      {
        code: 'HCRP400',
        message:
          'Extension Microsoft.Compute/CustomScriptExtension failed. Extension returned non-zero exit code for Install: 51.',
      },
      { about: agentOnArc },
    ],
    [
      'BlockedByExtension',
      { code: failed, message: byCompute(ours, 'exit 1') },
      { about: identityOfVm, names: /^extension 'AzureMonitorLinuxAgent'/ },
    ],
    [
      'BlockedByExtension',
      {
        code: 'OperationNotAllowed',
        message: "Operation 'update' is not allowed on VM 'vm-1' since VM has extension 'setup' in failed state.",
      },
      setup,
    ],
    [
      'BlockedByExtension',
      {
        code: 'VMExtensionHandlerNonTransientError',
        message:
          "Handler 'Microsoft.ManagedIdentity.ManagedIdentityExtensionForWindows' has reported failure for VM Extension 'msi' with terminal error code '1009' and error message: 'Enable failed for plugin'",
      },
    ],
    [
      'BlockedByExtension',
      {
        code: 'VMExtensionProvisioningTimeout',
        message:
          'Provisioning of VM extension configure-settings has timed out. Extension provisioning has taken too long to complete.',
      },
      { names: /configure-settings/ },
    ],
    [
      'BlockedByExtension',
      {
        code: 'VMExtensionManagementInternalError',
        message: "Internal error occurred while processing VM extension 'setup'.",
      },
      setup,
    ],
    [
      'BlockedByExtension',
      {
        code: failed,
        message: "Extension dependency 'CustomScript' failed; 'AzureMonitorLinuxAgent' was not started.",
      },
      { names: /^extension 'CustomScript'/ },
    ],
    [
      'BlockedByExtension',
      {
        code: failed,
        message: 'Enable failed for plugin (name: Microsoft.Compute.BGInfo, version 2.1) with exit code: 51',
      },
    ],
  ],
  'ours failed, whatever else its text names': [
    ['ExtensionUnsupportedOs', { code: failed, message: byCompute(ours, exit51) }],
    ['ExtensionUnsupportedOs', { code: failed, message: byCompute("'AZUREMONITORLINUXAGENT'", exit51) }],
    [
      'ExtensionUnsupportedOs',
      {
        code: failed,
        message: byCompute("'ama' (publisher 'microsoft.azure.monitor' and type 'azuremonitorlinuxagent')", exit51),
      },
    ],
    [
      'ExtensionUnsupportedOs',
      {
        code: 'VMExtensionHandlerNonTransientError',
        message: `The handler for VM extension type 'Microsoft.Azure.Monitor.AzureMonitorLinuxAgent' has reported terminal failure for VM extension 'AzureMonitorLinuxAgent' with error message: '${exit51}'`,
      },
    ],
    [
      'ExtensionUnsupportedOs',
      {
        code: failed,
        message:
          'Non-zero exit code: 51, /var/lib/waagent/Microsoft.Azure.Monitor.AzureMonitorLinuxAgent-1.33.1/./shim.sh -install',
      },
    ],
    [
      'PackageManagerLocked',
      { code: failed, message: byCompute(ours, "exit code 56: dpkg is locked by extension 'OmsAgentForLinux'") },
    ],
    [
      'ExtensionFailed',
      { code: failed, message: byCompute(ours, `The resource '${ruleId}' was not found; exit code: 1`) },
    ],
    [
      'ExtensionUnsupportedOs',
      {
        code: failed,
        message: several(
          part('setup', byCompute("'setup'", 'exit code: 1')),
          part('AzureMonitorLinuxAgent', byCompute(ours, exit51)),
        ),
      },
    ],
    [
      'ExtensionNotExecutable',
      {
        code: 'HCRP400',
        message: 'Extension returned non-zero exit code for Install: 64. Extension error output: std error: .',
      },
      { about: agentOnArc },
    ],
    [
      'ExtensionFailed',
      {
        code: 'HCRP400',
        message:
          'Extension \'ama\' returned non-zero exit code for Install: 1. Extension Message: {"error":{"code":"InternalServerError"}}',
      },
      { about: agentOnArc },
    ],
    [
      'ExtensionNonTransient',
      {
        code: 'VMExtensionHandlerNonTransientError',
        message:
          "The handler for VM extension type 'Microsoft.Azure.Monitor.AzureMonitorLinuxAgent' has reported terminal failure",
      },
    ],
    [
      'ExtensionFailed',
      {
        code: 'OperationNotAllowed',
        message:
          "Operation 'update' is not allowed on VM 'vm-1' since VM has extension 'AzureMonitorLinuxAgent' in failed state.",
      },
    ],
    [
      'ProvisioningTimeout',
      {
        code: 'VMExtensionProvisioningTimeout',
        message: "Provisioning of VM extension 'AzureMonitorLinuxAgent' has timed out.",
      },
    ],
    [
      'ExtensionNonTransient',
      {
        code: 'VMExtensionHandlerNonTransientError',
        message:
          "Handler 'Microsoft.Azure.Monitor.AzureMonitorLinuxAgent' has reported failure for VM Extension 'AzureMonitorLinuxAgent' with error message: 'x'",
      },
    ],
    [
      'ExtensionUnsupportedOs',
      {
        code: 'Failed',
        message:
          "Extension Message: Enable failed with exit code 51. The extension 'LinuxPatchExtension' is installed too.",
      },
      { about: agentOnArc },
    ],
    [
      'ExtensionUnsupportedOs',
      {
        code: failed,
        message:
          'Enable failed for plugin (name: Microsoft.Azure.Monitor.AzureMonitorLinuxAgent, version 1.33) with exit code: 51',
      },
    ],
  ],
  'a policy refuses it': [
    [
      'PolicyDenied',
      {
        code: 'RequestDisallowedByPolicy',
        message:
          'Resource \'AzureMonitorLinuxAgent\' was disallowed by policy. Policy identifiers: \'[{"policyAssignment":{"id":"/subscriptions/s/providers/Microsoft.Authorization/policyAssignments/p"}}]\'.',
      },
    ],
    ['PolicyDenied', { code: 'Forbidden', message: "Resource 'vm-1' was disallowed by Azure: not in this region." }],
    [
      'PolicyDenied',
      { code: 'InvalidTemplateDeployment', message: 'See details.', detailCodes: ['RequestDisallowedByAzure'] },
    ],
    [
      'ExtensionNotAllowed',
      {
        code: failed,
        message: byCompute(
          ours,
          "failed to enable extension 'AzureMonitorLinuxAgent' because extension is not specified in the list of allowed extensions",
        ),
      },
    ],
    [
      'ExtensionNotAllowed',
      {
        code: failed,
        message: byCompute(
          ours,
          "Extension will not be processed: the policy file '/etc/waagent_policy.json' is invalid",
        ),
      },
    ],
    [
      'ExtensionNotAllowed',
      {
        code: 'HCRP403',
        message: 'Extension Microsoft.Azure.Monitor/AzureMonitorLinuxAgent is not in the allow list.',
      },
      { about: agentOnArc },
    ],
    [
      'PolicyDenied',
      { code: 'Forbidden', message: 'The operation was blocked by organization policy: a tag is required.' },
    ],
  ],
  'an identity that is attached was deleted': [
    [
      'IdentityGone',
      {
        code: 'FailedIdentityOperation',
        message: `Identity operation for resource '${vmId}' failed with error 'Failed to perform resource identity operation. Status: 'NotFound'. Response: '{\\"error\\":{\\"code\\":\\"ResourceNotFound\\",\\"message\\":\\"The Resource 'Microsoft.ManagedIdentity/userAssignedIdentities/id-x' under resource group 'rg-a' was not found.\\"}}'.`,
      },
      { names: /^identity id-x/ },
    ],
    [
      'IdentityGone',
      { code: 'BadRequest', message: `Resource '${identityId.slice(1)}' was not found.` },
      { names: /^identity id-old \(/ },
    ],
    [
      'IdentityGone',
      { code: 'InvalidParameter', message: `The user assigned identity ${identityId.toUpperCase()} does not exist.` },
    ],
    [
      'IdentityGone',
      { code: 'ResourceNotFound', message: `Managed identity 'id-old' could not be found.` },
      { names: /^identity id-old \(\/sub/ },
    ],
    [
      'IdentityGone',
      { code: 'BadRequest', message: 'See details.', detailMessages: [`Resource \\"${identityId}\\" was not found.`] },
    ],
  ],
  'something that is referred to is not found': [
    [
      'RuleGone',
      { code: 'ResourceNotFound', message: `The resource '${ruleId.toUpperCase()}' was not found.` },
      { about: association, status: 404 },
    ],
    [
      'RuleGone',
      { code: 'NotFound', message: `Data collection rule '${ruleId}' not found` },
      { about: association, status: 404 },
    ],
    [
      'RuleGone',
      { code: 'InvalidPayload', message: `Data collection rule ${ruleId.slice(1)} does not exist.` },
      { about: association },
    ],
    ['RuleGone', { code: 'NotFound', message: '', target: ruleId }, { about: association, status: 404 }],
    [
      'RuleGone',
      { code: 'ResourceGroupNotFound', message: "Resource group 'rg-rules' could not be found." },
      { about: { ...association, references: [{ id: ruleId.replace('rg-a', 'rg-rules'), as: 'rule' }] }, status: 404 },
    ],
    [
      'ReferenceGone',
      { code: 'ResourceGroupNotFound', message: "Resource group 'rg-other' could not be found." },
      { status: 404, names: /^resource rg-other/ },
    ],
    [
      'ReferenceGone',
      {
        code: 'InvalidResourceReference',
        message: `Resource ${vmId.replace('Microsoft.Compute/virtualMachines/vm-1', 'Microsoft.Network/networkInterfaces/nic-1')} referenced by resource ${vmId} was not found. Please make sure that the referenced resource exists.`,
      },
      { about: identityOfVm, names: /^resource nic-1/ },
    ],
    [
      'ReferenceGone',
      {
        code: 'ResourceNotFound',
        message: "The Resource 'Microsoft.Compute/virtualMachines/vm-10' under resource group 'rg-a' was not found.",
      },
      { status: 404 },
    ],
    [
      'ReferenceGone',
      {
        code: 'ResourceNotFound',
        message:
          "The Resource 'Microsoft.Insights/dataCollectionEndpoints/dce' under resource group 'rg-a' was not found.",
      },
      { about: association, status: 404 },
    ],
    [
      'ImageGone',
      {
        code: 'ImageNotFound',
        message:
          "The Image '/subscriptions/s/resourceGroups/rg-i/providers/Microsoft.Compute/images/img' cannot be found in 'westeurope' region.",
      },
      { about: identityOfVm, status: 404 },
    ],
    [
      'ImageGone',
      {
        code: 'GalleryImageNotFound',
        message:
          'The gallery image /subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/g/images/i/versions/1.0.0 is not available in westeurope region.',
      },
      { about: identityOfVm },
    ],
    [
      'ImageGone',
      { code: 'PlatformImageNotFound', message: "The platform image 'Canonical:offer:sku:latest' is not available." },
      { about: identityOfVm },
    ],
    [
      'ImageGone',
      { code: 'NotFound', message: 'The Image img-1 cannot be found.' },
      { about: identityOfVm, status: 404, names: /^image img-1/ },
    ],
    [
      'ReferenceGone',
      {
        code: 'NotFound',
        message:
          'The Availability Set /subscriptions/s/resourceGroups/rg-a/providers/Microsoft.Compute/availabilitySets/a cannot be found.',
      },
      { about: identityOfVm, status: 404 },
    ],
    [
      'RuleGone',
      { code: 'NotFound', message: 'The data collection rule specified was not found.' },
      { about: association, status: 404, names: /^rule dcr-old \(\/sub/ },
    ],
    [
      'ImageGone',
      { code: 'NotFound', message: "Gallery image version '1.0.0' was not found." },
      { about: identityOfVm, status: 404 },
    ],
  ],
  'what was written to is not found': [
    [
      'TargetNotFound',
      {
        code: 'ResourceNotFound',
        message: "The Resource 'Microsoft.Compute/virtualMachines/VM-1' under resource group 'RG-A' was not found.",
      },
      { status: 404 },
    ],
    [
      'TargetNotFound',
      {
        code: 'ResourceNotFound',
        message: `The Resource '${vmId.slice(1)}/extensions/AzureMonitorLinuxAgent' was not found.`,
      },
      { status: 404 },
    ],
    [
      'TargetNotFound',
      {
        code: 'ParentResourceNotFound',
        message: "Can not perform requested operation on nested resource. Parent resource 'vm-1' not found.",
      },
      { status: 404 },
    ],
    [
      'TargetNotFound',
      { code: 'ResourceGroupNotFound', message: "Resource group 'rg-a' could not be found." },
      { status: 404 },
    ],
    [
      'TargetNotFound',
      { code: 'ResourceNotFound', message: `The Resource '${arcId}' was not found.` },
      { about: agentOnArc, status: 404 },
    ],
    ['TargetNotFound', { code: 'NotFound', message: '' }, { status: 404 }],
    ['TargetNotFound', { code: 'VMNotFound', message: "The VM 'vm-1' cannot be found." }, { status: 404 }],
    [
      'TargetNotFound',
      {
        code: 'ResourceNotFound',
        message: `The Resource 'Microsoft.HybridCompute/machines/edge-1' under resource group 'rg-a' was not found.`,
      },
      { about: agentOnArc, status: 404 },
    ],
    [
      'TargetNotFound',
      {
        code: 'ResourceNotFound',
        message:
          "The Resource 'Microsoft.Compute/virtualMachines/extensions/vm-1/AzureMonitorLinuxAgent' under resource group 'rg-a' was not found.",
      },
      { status: 404 },
    ],
  ],
  'another operation has the machine': [
    [
      'Busy',
      { code: 'OperationPreempted', message: 'Operation execution has been preempted by a more recent operation.' },
    ],
    ['Busy', { code: 'Conflict', message: 'The request failed due to conflict with a concurrent request.' }],
    ['Busy', { code: 'Conflict', message: '' }],
    [
      'Busy',
      {
        code: 'HCRP409',
        message:
          'An extension of type CustomScript is still processing. Only one instance of an extension may be in progress at a time for the same resource.',
      },
      { about: agentOnArc },
    ],
    [
      'Busy',
      {
        code: 'OperationNotAllowed',
        message: "Operation 'write' is not allowed on VM 'vm-1' since the VM is marked for deletion.",
      },
    ],
    ['Busy', { code: 'BadRequest', message: 'Another operation is in progress on the VM. Please try again.' }],
    ['Busy', { code: 'RetryableErrorDueToAnotherOperation', message: 'x' }, { status: 429 }],
    [
      'Busy',
      {
        code: 'OperationNotAllowed',
        message: "Operation 'update' is not allowed on VM 'vm-1' since another operation is in progress.",
      },
    ],
    [
      'Busy',
      {
        code: 'OperationNotAllowed',
        message:
          "Operation 'write' is not allowed on VM extension 'AzureMonitorLinuxAgent' since it is marked for deletion.",
      },
    ],
    [
      'Busy',
      {
        code: 'OperationNotAllowed',
        message: 'An ongoing operation is changing power state of Virtual Machine vm-1 to deallocated.',
      },
    ],
    [
      'Busy',
      {
        code: 'ResourceUpdateBlockedOnPlatformUpdate',
        message: 'Resource cannot be updated at this time due to ongoing platform update.',
      },
    ],
    [
      'Busy',
      {
        code: 'FailedIdentityOperation',
        message: `Identity operation for resource '${vmId}' failed with error 'Failed to perform resource identity operation. Status: 'Conflict'.'`,
      },
      { about: identityOfVm },
    ],
    [
      'VmNotRunning',
      {
        code: 'OperationNotAllowed',
        message:
          "Operation 'write' is not allowed on VM 'vm-1' since the VM is either deallocated or marked to be deallocated.",
      },
    ],
    [
      'VmNotRunning',
      { code: 'OperationNotAllowed', message: 'The operation requires the VM to be running (or set to run).' },
    ],
  ],
  'a disk blocks every change': [
    ['DiskBlocked', { code: 'AttachDiskWhileBeingDetached', message: '' }, { about: identityOfVm }],
    [
      'DiskBlocked',
      {
        code: 'Conflict',
        message: "Cannot attach data disk 'd' to VM 'v' because the disk is currently being detached.",
      },
      { about: identityOfVm },
    ],
    [
      'DiskBlocked',
      { code: 'ConflictingUserInput', message: "Disk 'd' cannot be attached as it is already owned by VM 'w'." },
      { about: identityOfVm },
    ],
  ],
  'Azure calls the request wrong': [
    [
      'RequestRejected',
      { code: 'MarketplacePurchaseEligibilityFailed', message: "Offer with PublisherId: 'p' cannot be purchased." },
      { about: identityOfVm },
    ],
    [
      'RequestRejected',
      {
        code: 'VMMarketplaceInvalidInput',
        message: 'Creating a VM from a non-Marketplace image does not need Plan information.',
      },
      { about: identityOfVm },
    ],
    [
      'RequestRejected',
      {
        code: 'ArtifactNotFound',
        message:
          "The VM extension with publisher 'Microsoft.Azure.Monitor' and type 'AzureMonitorLinuxAgent' could not be found.",
      },
      { status: 404 },
    ],
    ['RequestRejected', { code: 'HCRP400', message: 'ExtensionNotFound' }, { about: agentOnArc }],
    ['RequestRejected', { code: 'InvalidTomorrow', message: 'A rule of tomorrow.' }],
    [
      'RequestRejected',
      {
        code: 'DisallowedOperation',
        message: 'The current subscription type is not permitted to perform operations on any provider namespace.',
      },
      { status: 403 },
    ],
    [
      'RequestRejected',
      {
        code: 'ArtifactVersionNotFound',
        message:
          "No version found in the artifact repository that satisfies the requested version '9.9' for VM extension with publisher 'Microsoft.Azure.Monitor' and type 'AzureMonitorLinuxAgent'.",
      },
    ],
    [
      'RequestRejected',
      {
        code: 'OperationNotAllowed',
        message: "Operation 'write' is not allowed on VM 'vm-1' since the VM is generalized.",
      },
    ],
  ],
};

function answer(told: Told, status: number): RawFailure {
  const none = { code: '', message: '', detailCodes: [], retryAfterSeconds: undefined, correlationId: undefined };
  return { ...none, ...told, source: 'http', status };
}

function end(told: Told): RawFailure {
  return { code: '', message: '', ...told, source: 'operation' };
}

describe.each(Object.entries(kinds))('%s', (_, cases) => {
  it.each(cases.map(([code, told, more = {}]) => ({ code, told, ...more })))(
    '$code: $told.code $told.message',
    ({ code, told, about = agentOnVm, status = 400, names = /./ }) => {
      const answered = decodeFailure(answer(told, status), about);
      expect(answered.code).toBe(code);
      expect(answered.detail).toMatch(names);
      const ended = decodeFailure(end(told), about);
      expect({ ...ended, detail: '' }).toEqual({ ...answered, detail: '' });
    },
  );
});

describe('a 404 without more', () => {
  const notFound = answer(
    {
      code: 'ResourceNotFound',
      message: "The Resource 'Microsoft.Compute/virtualMachines/vm-1' under resource group 'rg-a' was not found.",
    },
    404,
  );

  it('says that the machine is gone only to its own GET', () => {
    expect(decodeFailure(notFound).code).toBe('MachineGone');
    for (const about of [agentOnVm, association, identityOfVm]) {
      expect(decodeFailure(notFound, about)).toMatchObject({ code: 'TargetNotFound', class: 'retry' });
    }
  });

  it('never comes from an operation', () => {
    expect(decodeFailure(end({ code: 'ResourceNotFound', message: 'was not found' })).code).toBe('TargetNotFound');
  });
});
