import type { FailureCode } from '../../failures/failure-list.ts';

export interface EndpointExit {
  /** As the installer names it. */
  readonly name: string;
  readonly code: FailureCode;
  /** What to do, where the hint of the code does not say it. */
  readonly advice?: string;
}

/**
 * What the exit codes of the extension `MDE.Linux` come to. Names and meanings: MDEExtErrorReport.ps1 of github
 * Azure/Microsoft-Defender-for-Cloud, and mde_installer.sh of github microsoft/mdatp-xplat for 15, 32, 33, 51 and 52.
 */
export const endpointExits: Readonly<Record<number, EndpointExit>> = {
  1: { name: 'internal error', code: 'MdeInstallFailed' },
  2: { name: 'invalid arguments', code: 'MdeBadSettings' },
  3: { name: 'insufficient privileges', code: 'MdeInstallFailed', advice: 'the extension must run as root' },
  4: {
    name: 'no internet',
    code: 'MdeInstallFailed',
    advice: 'let the machine reach the hosts of Defender for Endpoint',
  },
  5: { name: 'conflicting applications', code: 'ConflictingSecurityAgent' },
  10: { name: 'unsupported distribution', code: 'MdeUnsupportedOs' },
  11: { name: 'unsupported version', code: 'MdeUnsupportedOs' },
  12: { name: 'requirements not met', code: 'MdeRequirements' },
  15: {
    name: 'the installed agent is damaged',
    code: 'MdeInstallFailed',
    advice: 'take the agent off the machine, and delete the extension',
  },
  20: { name: 'not installed', code: 'MdeInstallFailed' },
  21: {
    name: 'installation failed',
    code: 'MdeInstallFailed',
    advice: 'read the log of the package manager on the machine',
  },
  22: { name: 'removal failed', code: 'MdeInstallFailed' },
  23: { name: 'a dependency is missing', code: 'MdeInstallFailed', advice: 'install what the message names' },
  24: {
    name: 'the repository could not be set up',
    code: 'MdeInstallFailed',
    advice: 'let the machine reach packages.microsoft.com, or its mirror',
  },
  25: { name: 'invalid channel', code: 'MdeBadSettings' },
  26: { name: 'the repository could not be cleaned up', code: 'MdeInstallFailed' },
  30: { name: 'the onboarding package was not found', code: 'MdeInstallFailed' },
  31: {
    name: 'onboarding failed',
    code: 'MdeInstallFailed',
    advice: 'let the machine reach the hosts of Defender for Endpoint',
  },
  32: { name: 'the offboarding package was not found', code: 'MdeInstallFailed' },
  33: { name: 'offboarding failed', code: 'MdeInstallFailed' },
  40: { name: 'the tag is not supported', code: 'MdeBadSettings' },
  41: { name: 'a parameter could not be set', code: 'MdeBadSettings' },
  51: { name: 'the installation path could not be set up', code: 'MdeRequirements' },
  52: { name: 'the installation path may not be used', code: 'MdeRequirements' },
};

/** What the handler says when it was written without its package (github azsec/scaf-azure-arm-templates, issues 3 and 6). */
const withoutPackage = /protected setting defenderForEndpointOnboardingScript does not exist/i;

/** @param exit of the handler, where it told one; only that of Linux is documented */
export function decodeEndpointExit(os: 'windows' | 'linux', exit: number | undefined, message: string): EndpointExit {
  if (withoutPackage.test(message)) return { name: 'written without its package', code: 'MdeBadSettings' };
  const known = os === 'linux' && exit !== undefined ? endpointExits[exit] : undefined;
  return known ?? { name: exit === undefined ? 'failed' : `exit code ${exit}`, code: 'MdeInstallFailed' };
}
