/**
 * A size's features follow its family and number in lower case, and `p` among them is an Arm processor, as in
 * `Standard_D2ps_v5` (Azure docs, "VM sizes naming conventions"). A VM's reply does not name the architecture itself.
 */
const arm64Size = /^(standard|basic)_[a-z]+\d+(-\d+)?[a-z]*p[a-z]*(_|$)/i;

/** Undefined when the size is not known. */
export function architectureOf(vmSize: string | undefined): 'x64' | 'arm64' | undefined {
  if (vmSize === undefined || vmSize === '') return undefined;
  return arm64Size.test(vmSize) ? 'arm64' : 'x64';
}
