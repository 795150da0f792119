import { z } from 'zod';
import { armError } from '../core/request/arm-error.ts';
import type { LocalAzure } from '../local-azure.ts';

const listSchema = z.array(z.strictObject({ publisher: z.string(), type: z.string() })).max(200);

/** What happens to a machine without ARM: its power, its agent, its age. */
export const machineReportSchema = z.strictObject({
  /** ARM id of a VM or an Arc machine. */
  id: z.string().min(1),
  /** Sets the time of creation back (or forth), ISO 8601. */
  createdAt: z.iso.datetime().optional(),

  /** VM: sets the power at once, without an event. */
  power: z.enum(['running', 'stopped', 'deallocated']).optional(),
  /** VM: whether the guest agent reports Ready. */
  agentReady: z.boolean().optional(),
  /** VM: the resource that owns it. */
  managedBy: z.string().optional(),
  /** VM: `publisher.type` of all that the policy file of its guest agent allows; null: no such file. */
  allowedExtensions: z.array(z.string()).max(200).nullable().optional(),
  /** VM: what the guest agent tells of the system; null for nothing. */
  osName: z.string().nullable().optional(),

  /** Arc: whether the agent is heard of. */
  status: z.enum(['Connected', 'Disconnected', 'Expired', 'Error', 'AwaitingConnection']).optional(),
  /** Arc: what `azcmagent config` sets. */
  agent: z
    .strictObject({
      extensionsAllowList: listSchema.optional(),
      extensionsBlockList: listSchema.optional(),
      extensionsEnabled: z.boolean().optional(),
      configMode: z.enum(['full', 'monitor']).optional(),
      proxyUrl: z.string().optional(),
    })
    .optional(),
  /** Arc: what the agent detects. */
  system: z
    .strictObject({
      osType: z.enum(['windows', 'linux']).optional(),
      osName: z.string().optional(),
      osSku: z.string().optional(),
      osVersion: z.string().optional(),
      osEdition: z.string().optional(),
    })
    .optional(),
  agentVersion: z.string().optional(),
  cloudProvider: z.string().optional(),
  /** `unknown` where the agent cannot tell. */
  vmUuid: z.union([z.uuid(), z.literal('unknown')]).optional(),
  /** Arc: the Azure VM that the machine is at the same time. */
  azureVmId: z.string().optional(),
  /** Arc: the Azure Local cluster that it is a node of. */
  parentClusterId: z.string().optional(),
});
export type MachineReport = z.infer<typeof machineReportSchema>;

/** Applies a report; throws 404 when there is no such machine. */
export function applyMachineReport(azure: LocalAzure, report: MachineReport): void {
  const { context, arc } = azure;
  const vm = context.vms.get(report.id);
  const machine = arc.machines.get(report.id);
  const target = vm ?? machine;
  if (target === undefined) throw armError(404, 'MachineNotFound', `There is no VM or Arc machine '${report.id}'.`);
  if (report.createdAt !== undefined) target.createdAtMs = Date.parse(report.createdAt);
  if (machine !== undefined) {
    arc.report(context, machine, report);
    azure.endpointDeployment.lookAt(machine.id);
  }
  if (vm === undefined) return;
  vm.managedBy = report.managedBy ?? vm.managedBy;
  if (report.osName !== undefined) vm.osName = report.osName;
  if (report.allowedExtensions !== undefined) vm.allowedExtensions = report.allowedExtensions ?? undefined;
  if (report.power !== undefined) {
    vm.power = report.power;
    vm.powerTurn += 1;
  }
  if (report.power !== undefined || report.agentReady !== undefined) {
    const isReady = vm.power === 'running' && report.agentReady !== false;
    vm.agentReadyAtMs = isReady ? context.time.now() : Number.POSITIVE_INFINITY;
  }
  azure.endpointDeployment.lookAt(vm.id);
}
