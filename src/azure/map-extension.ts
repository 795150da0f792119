import { z } from 'zod';
import type { ExtensionFacts } from '../domain/machine/machine-facts.ts';
import { redact } from '../domain/redact.ts';
import { absentable, absentableText, viewStatus } from './reply-values.ts';

/** An extension resource, as VM and Arc replies have it. */
export const extensionSchema = z.object({
  name: z.string().min(1),
  tags: absentable(z.record(z.string(), z.string())),
  properties: z.object({
    publisher: z.string(),
    type: z.string(),
    provisioningState: z.string(),
    typeHandlerVersion: absentableText,
    autoUpgradeMinorVersion: absentable(z.boolean()),
    enableAutomaticUpgrade: absentable(z.boolean()),
    settings: absentable(z.record(z.string(), z.unknown())),
    suppressFailures: absentable(z.boolean()),
    provisionAfterExtensions: absentable(z.array(z.string())),
    protectedSettingsFromKeyVault: absentable(z.record(z.string(), z.unknown())),
    /** Arc only; a VM has all of them in its own instance view. */
    instanceView: absentable(z.object({ typeHandlerVersion: absentableText, status: absentable(viewStatus) })),
  }),
});
export type ExtensionReply = z.output<typeof extensionSchema>;

/** Characters kept of what a handler reports. */
const longestReport = 1_000;

/** What the machine itself reports of an extension. */
export interface ExtensionReport {
  readonly installedVersion: string | undefined;
  readonly statusCode: string | undefined;
  readonly message: string | undefined;
}

/** The facts of an extension; its message is bounded and holds no secrets. */
export function mapExtension(reply: ExtensionReply, report: ExtensionReport | undefined): ExtensionFacts {
  const { properties } = reply;
  return {
    name: extensionName(reply.name),
    publisher: properties.publisher,
    type: properties.type,
    requestedVersion: properties.typeHandlerVersion,
    installedVersion: blankToUndefined(report?.installedVersion),
    autoUpgradeMinorVersion: properties.autoUpgradeMinorVersion,
    enableAutomaticUpgrade: properties.enableAutomaticUpgrade,
    provisioningState: properties.provisioningState,
    settings: properties.settings ?? {},
    tags: reply.tags,
    suppressFailures: properties.suppressFailures,
    provisionAfterExtensions: properties.provisionAfterExtensions,
    protectedSettingsFromKeyVault: properties.protectedSettingsFromKeyVault,
    message: report?.message === undefined ? undefined : redact(report.message, longestReport),
    statusCode: report?.statusCode,
  };
}

/** The own name of an extension; some api-versions name a child `machine/extension`. */
export function extensionName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function blankToUndefined(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
