import type { MachineFacts } from '../../machine/machine-facts.ts';
import { arcSystemName } from '../../support/is-supported.ts';
import { releaseIn } from '../../support/reported-os.ts';
import { compareVersions } from '../../versions.ts';

interface Distribution {
  readonly title: string;
  readonly named: RegExp;
  /** Oldest supported releases, one for each major that has its own; undefined: none on this architecture. */
  readonly x64: readonly string[];
  readonly arm64: readonly string[] | undefined;
}

/**
 * Oldest Linux releases that Defender for Endpoint supports; of one that is not listed nothing is said, since it may install
 * there all the same. Source: "Prerequisites for Microsoft Defender for Endpoint on Linux", 2026-03-08 (github
 * MicrosoftDocs/defender-docs at 03e3e2ef). CentOS Stream is on it from 8 and cannot be told from CentOS.
 */
export const endpointDistributions: readonly Distribution[] = [
  { title: 'Red Hat Enterprise Linux', named: /\b(?:red ?hat|rhel)\b/i, x64: ['7.2'], arm64: ['8'] },
  { title: 'CentOS', named: /\b(?:centos|openlogic)\b/i, x64: ['7.2'], arm64: ['8'] },
  { title: 'Ubuntu', named: /\b(?:ubuntu|canonical)/i, x64: ['16.04'], arm64: ['20.04'] },
  { title: 'Debian', named: /\bdebian\b/i, x64: ['9'], arm64: ['11'] },
  { title: 'SUSE Linux Enterprise Server', named: /\b(?:sles|suse)\b/i, x64: ['12'], arm64: ['15'] },
  { title: 'Oracle Linux', named: /\b(?:oracle|ol)\b/i, x64: ['7.2'], arm64: ['8'] },
  { title: 'Amazon Linux', named: /\b(?:amzn|amazon)\b/i, x64: ['2'], arm64: ['2'] },
  { title: 'Fedora', named: /\bfedora\b/i, x64: ['33'], arm64: undefined },
  { title: 'Rocky Linux', named: /\brocky\b/i, x64: ['8.7', '9.2'], arm64: undefined },
  { title: 'AlmaLinux', named: /\balma/i, x64: ['8.4', '9.2'], arm64: undefined },
  { title: 'Mariner', named: /\bmariner\b/i, x64: ['2'], arm64: undefined },
];

/**
 * Windows that is known to be none, by image or by what it reports. Source: the table "Supported environments" of "Protect
 * your endpoints with Defender for Cloud's EDR solution"; it names Windows Server 2008 R2 SP1, which gets the old agent and
 * no extension (`MDE.Windows` needs 2012 R2; the built-in policies ASC_MicrosoftDefenderForEndpoint_* leave 2008 out).
 */
export const endpointWindows: readonly { readonly title: string; readonly named: RegExp; readonly why: string }[] = [
  { title: 'Windows Server 2008', named: /\b(?:server )?2008\b/i, why: 'too old' },
  { title: 'Windows Server 2012', named: /\b(?:server )?2012\b(?![- ]?r2)/i, why: 'too old: 2012 R2 is the oldest' },
  { title: 'Windows Server 2003', named: /\bserver 2003\b/i, why: 'too old' },
  {
    title: 'a Windows client',
    named: /\b(?:windows|win)[- ]?(?:7|8|8\.1|10|11)\b(?!.*(?:multi-session|virtual desktops|\bevd\b|\bavd\b|server))/i,
    why: 'only multi-session ones are supported',
  },
];

/** Why Defender for Endpoint does not support the machine's system; undefined for every other, also for what nobody tells. */
export function whyEndpointUnsupported({ os, platform }: Pick<MachineFacts, 'os' | 'platform'>): string | undefined {
  const { name, version, architecture } = toldOf(platform);
  if (os === 'linux') return whyLinuxUnsupported(name, version, architecture);
  const old = endpointWindows.find(({ named }) => named.test(name));
  return old === undefined ? undefined : `${old.title}: ${old.why}`;
}

function whyLinuxUnsupported(
  name: string,
  version: string | undefined,
  architecture: 'x64' | 'arm64',
): string | undefined {
  const known = endpointDistributions.find(({ named }) => named.test(name));
  if (known === undefined) return undefined;
  const oldestOnes = known[architecture];
  if (oldestOnes === undefined) return `${known.title} on ${architecture}`;
  if (version === undefined) return undefined;
  const oldest = oldestOnes.find((one) => majorOf(one) === majorOf(version)) ?? oldestOnes[0] ?? version;
  // A release without a minor may be any of its minors.
  const isOlder = version.includes('.') ? compareVersions(version, oldest) < 0 : Number(version) < majorOf(oldest);
  return isOlder ? `${known.title} ${version}: ${oldest} is the oldest` : undefined;
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

interface Told {
  readonly name: string;
  readonly version: string | undefined;
  readonly architecture: 'x64' | 'arm64';
}

/** What a machine reports of its system, and the image of a VM that has reported nothing. */
function toldOf(platform: MachineFacts['platform']): Told {
  if (platform.kind === 'arc') {
    const name = arcSystemName(platform);
    // Its version is that of the kernel; the release stands with the name.
    return { name, version: releaseIn(name), architecture: 'x64' };
  }
  const { image, osName, osVersion, architecture = 'x64' } = platform;
  const reported = osName ?? '';
  if (reported !== '' && osVersion !== undefined) {
    return { name: `${reported} ${image?.sku ?? ''}`, version: releaseIn(osVersion), architecture };
  }
  const { publisher = '', offer = '', sku = '' } = image ?? {};
  return { name: `${publisher} ${offer} ${sku}`.replaceAll('_', '.'), version: releaseOfSku(sku), architecture };
}

/** Such as `22_04-lts-gen2`, `8-lvm` or `rhel-lvm86`; of `gen2` it is none. */
function releaseOfSku(sku: string): string | undefined {
  return /^(?:rhel-lvm|rhel-|ol)?(\d+(?:\.\d+)?)/i.exec(sku.replaceAll('_', '.'))?.[1];
}
