import type { DurationOptions } from '../core/operations/durations.ts';
import { ArmError, armError } from '../core/request/arm-error.ts';

/** A VM extension handler as a publisher has released it. */
export interface ExtensionHandler {
  readonly publisher: string;
  readonly type: string;
  readonly os: 'Windows' | 'Linux';
  /** Released versions, `major.minor.build.revision`, oldest first. */
  readonly versions: readonly string[];
  readonly install?: keyof DurationOptions;
}

const windows = 'Windows';
const linux = 'Linux';

/**
 * Agents of other vendors, by publisher and type: the readme files of CrowdStrike, SentinelOne and Rapid7, and the list of
 * images and extensions of 2018-12. Which versions there are, none of them tells.
 */
const agentsOfOthers: readonly ExtensionHandler[] = [
  ofOther('Crowdstrike.Falcon', { windows: ['FalconSensorWindows'], linux: ['FalconSensorLinux'] }),
  ofOther('SentinelOne.WindowsExtension', { windows: ['WindowsExtension'] }),
  ofOther('SentinelOne.LinuxExtension', { linux: ['LinuxExtension'] }),
  ofOther('TrendMicro.DeepSecurity', { windows: ['TrendMicroDSA'], linux: ['TrendMicroDSALinux'] }),
  ofOther('McAfee.EndpointSecurity', { windows: ['McAfeeEndpointSecurity'] }),
  ofOther('Symantec', { windows: ['SymantecEndpointProtection'] }),
  ofOther('Symantec.CloudWorkloadProtection', { windows: ['SCWPAgentForWindows'], linux: ['SCWPAgentForLinux'] }),
  ofOther('Qualys', { windows: ['QualysAgent'], linux: ['QualysAgentLinux'] }),
  ofOther('Rapid7.InsightPlatform', { windows: ['InsightAgentWindows'], linux: ['InsightAgentLinux'] }),
  ofOther('ESET', { windows: ['FileSecurity'] }),
  ofOther('KasperskyLab.SecurityAgent', { windows: ['KSWS'], linux: ['KESL'] }),
  ofOther('Confer', { windows: ['ConferForAzure'] }),
].flat();

/** Handlers with their versions; the newest minor of the agents are those of Microsoft Learn "Azure Monitor Agent extension versions". */
const handlers: readonly ExtensionHandler[] = [
  monitorAgent('AzureMonitorWindowsAgent', windows, ['1.1.5.1', '1.2.2.0', ...minors(1, 10, 39)]),
  monitorAgent('AzureMonitorLinuxAgent', linux, [...minors(1, 5, 38), '1.38.1.0']),
  handler('Microsoft.Compute', 'CustomScriptExtension', windows, ['1.9.5.0', '1.10.15.0', '1.10.20.0']),
  handler('Microsoft.Azure.Extensions', 'CustomScript', linux, ['2.0.7.0', '2.1.6.0', '2.1.13.0']),
  handler('Microsoft.Azure.AzureDefenderForServers', 'MDE.Windows', windows, ['1.0.9.0', '1.0.12.0']),
  handler('Microsoft.Azure.AzureDefenderForServers', 'MDE.Linux', linux, ['1.0.7.0', '1.0.9.0']),
  handler('Microsoft.Azure.Security.Monitoring', 'AzureSecurityWindowsAgent', windows, ['1.0.0.0', '1.8.0.82']),
  handler('Microsoft.Azure.Security.Monitoring', 'AzureSecurityLinuxAgent', linux, [
    '2.0.0.0',
    '2.12.0.0',
    '2.33.10.0',
  ]),
  handler('Microsoft.Azure.Monitoring.DependencyAgent', 'DependencyAgentWindows', windows, ['9.10.18.0']),
  handler('Microsoft.Azure.Monitoring.DependencyAgent', 'DependencyAgentLinux', linux, ['9.10.18.0']),
  handler('Microsoft.EnterpriseCloud.Monitoring', 'MicrosoftMonitoringAgent', windows, ['1.0.18067.0', '1.0.18076.0']),
  handler('Microsoft.EnterpriseCloud.Monitoring', 'OmsAgentForLinux', linux, ['1.14.23.0', '1.19.0.0']),
  handler('Microsoft.GuestConfiguration', 'ConfigurationforWindows', windows, ['1.29.71.0']),
  handler('Microsoft.GuestConfiguration', 'ConfigurationforLinux', linux, ['1.26.73.0']),
  handler('Microsoft.Azure.ActiveDirectory', 'AADLoginForWindows', windows, ['1.0.0.1', '2.2.0.0']),
  handler('Microsoft.Azure.ActiveDirectory', 'AADSSHLoginForLinux', linux, ['1.0.2707.1']),
  handler('Microsoft.Compute', 'VMAccessAgent', windows, ['2.4.10.0']),
  handler('Microsoft.OSTCExtensions', 'VMAccessForLinux', linux, ['1.5.19.0']),
  handler('Microsoft.Azure.NetworkWatcher', 'NetworkWatcherAgentWindows', windows, ['1.4.3320.1']),
  handler('Microsoft.Azure.NetworkWatcher', 'NetworkWatcherAgentLinux', linux, ['1.4.3320.1']),
  handler('Microsoft.Azure.Security', 'IaaSAntimalware', windows, ['1.3.0.0']),
  ...agentsOfOthers,
];

/** The handlers by `publisher.type`; tests may add their own. */
export function createHandlerCatalogue(): Map<string, ExtensionHandler> {
  return new Map(handlers.map((entry) => [handlerKey(entry.publisher, entry.type), entry]));
}

export function handlerKey(publisher: string, type: string): string {
  return `${publisher}.${type}`.toLowerCase();
}

/** What a write asks for; without a version the newest is meant (Arc). */
export interface HandlerRequest {
  readonly publisher: string;
  readonly type: string;
  readonly typeHandlerVersion: string | undefined;
  readonly autoUpgradeMinorVersion: boolean;
}

/**
 * The full version that gets installed: the newest build of the minor, or with `autoUpgradeMinorVersion` the newest
 * minor of the major. Errors as Compute words them: ArtifactNotFound, ArtifactVersionNotFound, InvalidParameter.
 */
export function resolveHandler(
  catalogue: ReadonlyMap<string, ExtensionHandler>,
  request: HandlerRequest,
): { readonly handler: ExtensionHandler; readonly version: string } {
  const { publisher, type, typeHandlerVersion } = request;
  const found = catalogue.get(handlerKey(publisher, type));
  if (found === undefined) {
    throw armError(
      404,
      'ArtifactNotFound',
      `The VM extension with publisher '${publisher}' and type '${type}' could not be found.`,
    );
  }
  checkVersionFormat(typeHandlerVersion);
  const version = found.versions.findLast((candidate) => satisfies(candidate, request));
  if (version === undefined) {
    throw armError(
      400,
      'ArtifactVersionNotFound',
      `No version found in the artifact repository that satisfies the requested version '${typeHandlerVersion}' for VM extension with publisher '${publisher}' and type '${type}'.`,
    );
  }
  return { handler: found, version };
}

/** 400 unless the version is `major.minor` or absent. */
export function checkVersionFormat(typeHandlerVersion: string | undefined): void {
  if (typeHandlerVersion === undefined || /^\d+\.\d+$/.test(typeHandlerVersion)) return;
  const message = 'The value of parameter typeHandlerVersion is invalid.';
  throw new ArmError(400, { code: 'InvalidParameter', message, target: 'typeHandlerVersion' });
}

function satisfies(candidate: string, request: HandlerRequest): boolean {
  if (request.typeHandlerVersion === undefined) return true;
  const [major, minor] = candidate.split('.').map(Number);
  const [wantedMajor, wantedMinor] = request.typeHandlerVersion.split('.').map(Number);
  if (major === undefined || minor === undefined || wantedMinor === undefined || major !== wantedMajor) return false;
  return request.autoUpgradeMinorVersion ? minor >= wantedMinor : minor === wantedMinor;
}

function handler(publisher: string, type: string, os: ExtensionHandler['os'], versions: string[]): ExtensionHandler {
  return { publisher, type, os, versions };
}

function ofOther(
  publisher: string,
  types: { readonly windows?: readonly string[]; readonly linux?: readonly string[] },
): readonly ExtensionHandler[] {
  return [
    ...(types.windows ?? []).map((type) => handler(publisher, type, windows, ['1.0.0.0'])),
    ...(types.linux ?? []).map((type) => handler(publisher, type, linux, ['1.0.0.0'])),
  ];
}

function monitorAgent(type: string, os: ExtensionHandler['os'], versions: string[]): ExtensionHandler {
  return { publisher: 'Microsoft.Azure.Monitor', type, os, versions, install: 'monitorAgentInstall' };
}

function minors(major: number, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${major}.${from + index}.0.0`);
}
