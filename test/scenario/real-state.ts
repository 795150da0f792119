import type { World } from '../../local/world/virtual-world.ts';
import { isSameId } from '../../src/domain/ids.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';

/**
 * What is really missing on a machine at this moment, as the simulated Azure knows it, for the word Configured; empty
 * when it is true. Nothing of the app is asked.
 */
export function missingForConfigured({ azure, tenant }: World, record: MachineRecord): readonly string[] {
  const { context, arc } = azure;
  const vm = context.vms.get(record.resourceId);
  const machine = vm ?? arc.machines.get(record.resourceId);
  if (machine === undefined) return ['the machine'];
  const missing: string[] = [];
  if (vm !== undefined && vm.vmId !== record.incarnation) missing.push('this incarnation');
  if (vm !== undefined && vm.identity?.userAssigned.has(tenant.builtInIdentity.toLowerCase()) !== true) {
    missing.push('the identity');
  }
  const os = record.os === 'windows' ? 'windows' : 'linux';
  const type = os === 'windows' ? 'AzureMonitorWindowsAgent' : 'AzureMonitorLinuxAgent';
  const extensions = [...context.vmExtensions.childrenOf(machine.id), ...arc.extensions.childrenOf(machine.id)];
  const agent = extensions.find((extension) => extension.wanted.type === type);
  if (agent?.provisioningState !== 'Succeeded') missing.push(`the agent (${agent?.provisioningState ?? 'absent'})`);
  if (!rulesOf(context, machine.id).some((ruleId) => isSameId(ruleId, tenant.rules[os]))) missing.push('the rule');
  return missing;
}

function rulesOf({ collections }: World['azure']['context'], machineId: string): readonly string[] {
  return collections
    .flatMap((collection) => collection.childrenOf(machineId))
    .flatMap((child) => ('ruleId' in child && typeof child.ruleId === 'string' ? [child.ruleId] : []));
}
