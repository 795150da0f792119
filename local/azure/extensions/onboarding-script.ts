import type { ExtensionOutcome } from './extension-scripts.ts';
import type { ExtensionSettings } from './machine-extension.ts';

const scriptName = 'defenderForEndpointOnboardingScript';

/** How the handlers of Defender for Endpoint end without their package (azsec/scaf-azure-arm-templates, issues 3 and 6). */
export function withoutOnboardingScript({
  type,
  protectedNames,
}: ExtensionSettings): Extract<ExtensionOutcome, { kind: 'fail' }> | undefined {
  if (!/^mde\./i.test(type) || protectedNames.includes(scriptName)) return undefined;
  const message = `Failed to configure Microsoft Defender for Endpoint: Protected Setting ${scriptName} does not exist`;
  return { kind: 'fail', exitCode: 1, message };
}
