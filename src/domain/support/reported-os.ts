import type { MachineKind } from '../target/machine-kinds.ts';
import { compareVersions } from '../versions.ts';

/** The operating system in the machine's own words, from its guest agent or Arc agent. */
export interface ReportedOs {
  readonly kind: MachineKind;
  readonly os: 'windows' | 'linux';
  /** Name, SKU and edition together, e.g. `Windows Server 2022 Datacenter` or `ubuntu`. */
  readonly name: string;
  readonly version: string | undefined;
  readonly architecture: 'x64' | 'arm64' | undefined;
}

interface Distribution {
  readonly name: RegExp;
  /** Oldest supported release; undefined: none on this architecture. */
  readonly x64: string;
  readonly arm64: string | undefined;
}

/**
 * Oldest Linux releases the agent installs on; a distribution that is not listed is left for the agent to judge
 * (exit code 51). Source: supported_distros.py of github Azure/azure-linux-extensions (AzureMonitorAgent, at 01e5e125);
 * SLES 12 and CentOS 7 stay, because the built-in policies still list their images.
 */
const distributions: readonly Distribution[] = [
  { name: /\bubuntu\b/i, x64: '16.04', arm64: '18.04' },
  { name: /\bdebian\b/i, x64: '9', arm64: '11' },
  { name: /\b(?:red ?hat|rhel)\b/i, x64: '7', arm64: '8' },
  { name: /\bcentos\b/i, x64: '7', arm64: undefined },
  { name: /\b(?:oracle|ol)\b/i, x64: '7', arm64: undefined },
  { name: /\balma/i, x64: '8', arm64: '8' },
  { name: /\brocky\b/i, x64: '8', arm64: '8' },
  { name: /\b(?:sles|suse)\b/i, x64: '12', arm64: '15' },
  { name: /\b(?:amzn|amazon)\b/i, x64: '2', arm64: undefined },
  { name: /\bmariner\b/i, x64: '2', arm64: '2' },
];

const oldWindows = /\bserver\W+(?:standard\W+|datacenter\W+|enterprise\W+)?(?:2003|2008)\b|\bwindows (?:xp|vista)\b/i;
const oldWindowsClient = /\bwindows (?:7|8|8\.1)(?:\s|$)/i;
const windowsClient = /\bwindows (?:10|11)\b(?!.*(?:multi-session|server))/i;

/**
 * Why an operating system is known not to be supported; undefined for every other, also for what nobody reported.
 * Windows clients: the agent's extension is for Azure VMs; on other machines Microsoft offers an installer only
 * ("Install the Azure Monitor agent on Windows client devices"). There is no agent for Windows on arm64.
 */
export function unsupportedOs(reported: ReportedOs): 'OldOs' | 'ClientOs' | 'Architecture' | undefined {
  const { kind, os, name, version, architecture } = reported;
  if (os === 'linux') return unsupportedLinux(reported);
  if (architecture === 'arm64') return 'Architecture';
  if (oldWindows.test(name)) return 'OldOs';
  if (oldWindowsClient.test(name) || (kind === 'arc' && windowsClient.test(name))) return 'ClientOs';
  // 6.1 is both Windows 7 and Server 2008 R2; nothing older is supported either.
  const isOldKernel = version !== undefined && /^\d+\.\d+/.test(version) && compareVersions(version, '6.2') < 0;
  return isOldKernel ? 'OldOs' : undefined;
}

function unsupportedLinux({ kind, name, version, architecture }: ReportedOs): 'OldOs' | 'Architecture' | undefined {
  const known = distributions.find((distribution) => distribution.name.test(name));
  if (known === undefined) return undefined;
  const oldest = architecture === 'arm64' ? known.arm64 : known.x64;
  if (oldest === undefined) return 'Architecture';
  // An Arc machine reports its kernel as version, and the release with the name.
  const release = releaseIn(name) ?? (kind === 'vm' ? releaseIn(version ?? '') : undefined);
  return release !== undefined && compareVersions(release, oldest) < 0 ? 'OldOs' : undefined;
}

/** The first release that a text names, such as `22.04`. */
export function releaseIn(text: string): string | undefined {
  return /\d+(?:\.\d+)?/.exec(text)?.[0];
}
