/**
 * Whether a machine is protected: Defender for Endpoint was found in place by its last look, and nothing less counts.
 * @param findings kinds of findings by service
 */
export function isProtected(findings: Readonly<Record<string, string>>): boolean {
  return findings.endpoint === 'satisfied';
}
