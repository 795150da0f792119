import type { OperationEnd } from '../core/operations/async-operations.ts';
import { pickDuration } from '../core/operations/durations.ts';
import type { ArmErrorBody } from '../core/request/arm-error.ts';
import type { SimContext } from '../core/types.ts';
import type { ExtensionOutcome } from './extension-scripts.ts';
import type { ExtensionHandler } from './handler-catalogue.ts';
import type { HandlerExtension } from './machine-extension.ts';
import { withoutOnboardingScript } from './onboarding-script.ts';

/** How the provisioning of one extension will go: decided when it starts. */
export interface ProvisioningPlan {
  /** App time; undefined hangs. */
  readonly durationMs: number | undefined;
  /** Brings the extension into its end state. */
  end(): OperationEnd;
}

/** An extension that is there and failed, when that keeps others from being installed. */
export type BlockedBy = HandlerExtension | undefined;

/** What an installation or update depends on besides the extension. */
export interface ProvisionedMachine {
  readonly os: 'Windows' | 'Linux';
  readonly blockedBy: BlockedBy;
  /** Why its handler fails once it is there, judged then; undefined where it does not. */
  troubleAtEnd(): Extract<ExtensionOutcome, { kind: 'fail' }> | undefined;
}

/** Plans an installation or update: duration and outcome by handler, script and operating system. */
export function planProvisioning(
  context: SimContext,
  extension: HandlerExtension,
  resolved: { readonly handler: ExtensionHandler; readonly version: string },
  machine: ProvisionedMachine,
): ProvisioningPlan {
  const { handler, version } = resolved;
  const isNew = extension.installedVersion === undefined;
  const usual = pickDuration(
    context.random,
    context.durations[isNew ? (handler.install ?? 'extensionInstall') : 'extensionUpdate'],
  );
  const outcome =
    handler.os === machine.os
      ? context.scripts.take(extension.machineId, extension.wanted.type)
      : ({ kind: 'fail', exitCode: 51 } as const);
  if (outcome?.kind === 'hang') return { durationMs: undefined, end: () => undefined };
  const durationMs = outcome?.kind === 'slow' ? outcome.ms : usual;
  const end = (): OperationEnd => {
    if (outcome?.kind === 'fail') return failExtension(context, extension, version, outcome);
    if (machine.blockedBy !== undefined && isNew) return failBlocked(context, extension, machine.blockedBy);
    const trouble = withoutOnboardingScript(extension.wanted) ?? machine.troubleAtEnd();
    if (trouble !== undefined) return failExtension(context, extension, version, trouble);
    return succeed(context, extension, version);
  };
  return { durationMs, end };
}

function succeed(context: SimContext, extension: HandlerExtension, version: string): OperationEnd {
  extension.provisioningState = 'Succeeded';
  extension.installedVersion = version;
  extension.status = {
    code: 'ProvisioningState/succeeded',
    level: 'Info',
    displayStatus: 'Provisioning succeeded',
    message: 'Enable succeeded',
    time: new Date(context.time.now()).toISOString(),
  };
  return undefined;
}

/** Puts the extension into `Failed` with the texts of Compute; answers the error of the operation. */
export function failExtension(
  context: SimContext,
  extension: HandlerExtension,
  version: string | undefined,
  outcome: Extract<ExtensionOutcome, { kind: 'fail' }>,
): { readonly error: ArmErrorBody; readonly errorStatus: number } {
  const { publisher, type } = extension.wanted;
  const exitCode = outcome.exitCode ?? 1;
  const inner =
    outcome.message ??
    `[ExtensionOperationError] Non-zero exit code: ${exitCode}, install of ${publisher}.${type}-${version ?? ''}`;
  extension.provisioningState = 'Failed';
  extension.status = {
    code: `ProvisioningState/failed/${exitCode}`,
    level: 'Error',
    displayStatus: 'Provisioning failed',
    message: inner,
    time: new Date(context.time.now()).toISOString(),
  };
  const error = { code: outcome.code ?? 'VMExtensionProvisioningError', message: failureText(extension, inner) };
  return { error, errorStatus: outcome.status ?? 409 };
}

function failBlocked(context: SimContext, extension: HandlerExtension, blocker: HandlerExtension): OperationEnd {
  const message = blocker.status?.message ?? 'unknown';
  failExtension(context, extension, undefined, {
    kind: 'fail',
    message: `Not attempted: extension '${blocker.name}' has failed.`,
  });
  return { error: { code: 'VMExtensionProvisioningError', message: failureText(blocker, message) } };
}

function failureText(extension: HandlerExtension, inner: string): string {
  const { publisher, type } = extension.wanted;
  return `VM has reported a failure when processing extension '${extension.name}' (publisher '${publisher}' and type '${type}'). Error message: '${inner}'.`;
}
