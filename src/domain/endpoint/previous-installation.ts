import { splitExtensionType } from '../machine/extension-type.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { isEndpointExtension } from './other-edr.ts';

/** The installer of Linux found an installation of before that it could not take off (mde_installer.sh of microsoft/mdatp-xplat). */
const offboarding = /exit code:?\s*3[23]\b/i;

type Row = Pick<MachineRecord, 'facts' | 'edr' | 'endpointGoneAt'>;

/**
 * What shows that Defender for Endpoint was on the machine before, by a script, a policy or another tenant; undefined where
 * nothing of Azure tells: no API names installations without an extension, nor their tenant.
 */
export function previousInstallationOf({ facts, edr, endpointGoneAt }: Row): string | undefined {
  const extension = facts?.extensions.find((one) => {
    const { publisher, type } = splitExtensionType(one.type);
    return isEndpointExtension(publisher, type);
  });
  if (extension !== undefined) {
    const isInTheWay = offboarding.test(extension.message ?? '');
    return isInTheWay ? `its installer could not take an earlier one off: ${extension.message ?? ''}` : undefined;
  }
  if (endpointGoneAt !== undefined) return `its extension was on the machine and is gone since ${endpointGoneAt}`;
  if (edr?.kind !== 'other' || edr.source !== 'assessment') return undefined;
  return 'Defender for Cloud saw an endpoint protection without an extension, which can be one that a script or policy installed';
}
