import { splitExtensionType } from '../machine/extension-type.ts';
import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { isEndpointExtension } from './other-edr.ts';

/**
 * Since when the extension of Defender for Endpoint is gone that a look has seen: an assessment of before may be of it.
 * @param before the row before the look
 * @param nowIso of the look, ISO-8601 UTC
 */
export function endpointGoneAt(
  before: Pick<MachineRecord, 'facts' | 'endpointGoneAt'>,
  { extensions }: Pick<MachineFacts, 'extensions'>,
  nowIso: string,
): string | undefined {
  if (extensions.some(({ publisher, type }) => isEndpointExtension(publisher, type))) return undefined;
  const wasThere = before.facts?.extensions.some((one) => {
    const { publisher, type } = splitExtensionType(one.type);
    return isEndpointExtension(publisher, type);
  });
  return wasThere === true ? nowIso : before.endpointGoneAt;
}
