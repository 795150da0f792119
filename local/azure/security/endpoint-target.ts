import { parseArmId } from '../core/store/arm-id.ts';
import type { SimContext } from '../core/types.ts';
import type { MachineExtension } from '../extensions/machine-extension.ts';
import type { Defender } from './defender.ts';
import { findPlan, serversPlan } from './plan-catalogue.ts';
import { excludesLinux, isSettingOn } from './setting.ts';
import { isArcLeftAlone, isVmLeftAlone } from './undeployable-machines.ts';

/** A machine that shall get the extension of Defender for Endpoint. */
export interface EndpointTarget {
  readonly id: string;
  readonly location: string;
  readonly kind: 'vm' | 'arc';
  readonly extension: 'MDE.Windows' | 'MDE.Linux';
  /** Whether the unified solution is used. */
  readonly isUnified: boolean;
}

const publisher = 'Microsoft.Azure.AzureDefenderForServers';

/** The machine as a target; undefined while Defender does not want its agent there, cannot bring it, or it is there. */
export function endpointTargetOf(
  context: SimContext,
  defender: Defender,
  machineId: string,
): EndpointTarget | undefined {
  const { subscriptionId = '' } = parseArmId(machineId);
  if (isSettingOn(defender, subscriptionId, 'WDATP') !== true) return undefined;
  if (!hasPlan(context, defender, subscriptionId, machineId)) return undefined;
  const machine = reachableMachine(context, defender, machineId);
  if (machine === undefined) return undefined;
  const { os, extensions, ...rest } = machine;
  if (os === 'Linux' && excludesLinux(defender, subscriptionId)) return undefined;
  const extension = `MDE.${os}` as const;
  if (extensions.some((each) => isEndpointExtension(each))) return undefined;
  const isUnified = isSettingOn(defender, subscriptionId, 'WDATP_UNIFIED_SOLUTION') !== false;
  return { ...rest, extension, isUnified };
}

function isEndpointExtension({ wanted }: MachineExtension): boolean {
  return wanted.publisher.toLowerCase() === publisher.toLowerCase() && /^mde\./i.test(wanted.type);
}

/**
 * A plan of the subscription, or the machine's own P1. Its own Free does not count: no source says that it keeps the
 * agent away.
 */
function hasPlan(context: SimContext, defender: Defender, subscriptionId: string, machineId: string): boolean {
  const plan = findPlan(serversPlan);
  const tiers = [plan && defender.planOf(context, subscriptionId, plan).tier, defender.ownPlanOf(machineId)?.tier];
  return tiers.includes('Standard');
}

/** A running VM, or a connected Arc machine, of those that are not left alone. */
function reachableMachine(context: SimContext, defender: Defender, machineId: string) {
  const vm = context.vms.get(machineId);
  if (vm !== undefined) {
    if (vm.power !== 'running' || vm.provisioningState === 'Deleting' || isVmLeftAlone(vm)) return undefined;
    const { id, location, os } = vm;
    return { id, location, os, kind: 'vm' as const, extensions: context.vmExtensions.childrenOf(id) };
  }
  const arc = defender.arc.machines.get(machineId);
  if (arc === undefined || arc.status !== 'Connected' || isArcLeftAlone(arc)) return undefined;
  const os: 'Windows' | 'Linux' = arc.system.osType === 'windows' ? 'Windows' : 'Linux';
  const { id, location } = arc;
  return { id, location, os, kind: 'arc' as const, extensions: defender.arc.extensions.childrenOf(id) };
}

/** The PUT that Defender sends, with the settings of instances that it has installed (public exports of machines). */
export function endpointRequest(target: EndpointTarget, forceUpdateTag: string, onboardingScript: string) {
  const body = {
    location: target.location,
    properties: {
      publisher,
      type: target.extension,
      typeHandlerVersion: '1.0',
      autoUpgradeMinorVersion: true,
      forceUpdateTag,
      settings: {
        autoUpdate: true,
        azureResourceId: target.id,
        forceReOnboarding: false,
        vNextEnabled: target.isUnified,
      },
      protectedSettings: { defenderForEndpointOnboardingScript: onboardingScript },
    },
  };
  const apiVersion = target.kind === 'vm' ? '2020-06-01' : '2019-12-12';
  return { path: `${target.id}/extensions/${target.extension}`, apiVersion, body };
}
