import type { AsyncOperation } from '../core/operations/async-operations.ts';
import { pickDuration } from '../core/operations/durations.ts';
import type { SimContext } from '../core/types.ts';
import { type ExtensionHandler, resolveHandler } from '../extensions/handler-catalogue.ts';
import type { MachineExtension } from '../extensions/machine-extension.ts';
import { withoutOnboardingScript } from '../extensions/onboarding-script.ts';
import { agentRefusal } from './agent-allows.ts';
import { arcExtensionJson } from './arc-extension-json.ts';
import type { AgentWork } from './arc-fleet.ts';
import type { ArcMachine } from './arc-machine.ts';

/** Of an operation whose handler failed (microsoft/azure_arc issue 2705). */
const installFailedCode = 'HCRP400';
/** How long the agent needs to find out that it may not, milliseconds of app time. */
const refusalMs = 20_000;
/** Exit code of an installer that does not know the operating system. */
const unsupportedSystem = 51;

/** The installation or update of an extension by the agent. */
export function installWork(
  context: SimContext,
  machine: ArcMachine,
  extension: MachineExtension,
  operation: AsyncOperation,
): AgentWork {
  const { handler, version } = resolveHandler(context.catalogue, extension.wanted);
  const refusal = agentRefusal(machine.agent, extension.wanted);
  const wrongSystem = handler.os.toLowerCase() !== machine.system.osType;
  const script = refusal === undefined && !wrongSystem ? context.scripts.take(machine.id, handler.type) : undefined;
  const unconfigured = withoutOnboardingScript(extension.wanted);
  const isNew = extension.installedVersion === undefined;
  const usual = context.durations[isNew ? (handler.install ?? 'extensionInstall') : 'extensionUpdate'];
  const fail = (exitCode: number, code: string, message: string, errorStatus = 409): void => {
    reportExtension(context, extension, String(exitCode), message);
    operation.finish({ error: { code, message }, errorStatus });
  };
  return {
    extension,
    operation,
    durationMs: refusal !== undefined ? refusalMs : durationOf(script, pickDuration(context.random, usual)),
    end: () => {
      if (refusal !== undefined) fail(1, 'ExtensionNotAllowed', refusal);
      else if (wrongSystem) fail(unsupportedSystem, installFailedCode, installFailed(unsupportedSystem));
      else if (script?.kind === 'fail') {
        const exitCode = script.exitCode ?? 1;
        const text = script.message ?? installFailed(exitCode);
        fail(exitCode, script.code ?? installFailedCode, text, script.status);
      } else if (unconfigured !== undefined) fail(1, installFailedCode, unconfigured.message ?? '');
      else {
        extension.installedVersion = version;
        const { code, message } = successOf(handler.os);
        reportExtension(context, extension, code, message);
        operation.finish({ output: arcExtensionJson(extension) });
      }
    },
    expire: () => fail(1, 'ExtensionOperationTimeout', 'The machine was disconnected for more than 6 hours.'),
  };
}

/** The removal of an extension by the agent; no list forbids it. */
export function removeWork(context: SimContext, extension: MachineExtension, operation: AsyncOperation): AgentWork {
  return {
    extension,
    operation,
    durationMs: pickDuration(context.random, context.durations.extensionDelete),
    end: () => {
      operation.finish(undefined);
      context.remove(extension.id);
    },
    expire: () => {
      const message = 'The machine was disconnected for more than 6 hours.';
      reportExtension(context, extension, '1', message);
      operation.finish({ error: { code: 'ExtensionOperationTimeout', message } });
    },
  };
}

/** Two ways of telling a success that are recorded (azure-powershell, ConnectedMachine, and its issue 19400); by system, so that both occur. */
function successOf(os: ExtensionHandler['os']): { readonly code: string; readonly message: string } {
  return os === 'Windows'
    ? { code: 'success', message: 'Extension Message: ExtensionOperation:enable. Status:Success' }
    : { code: '0', message: 'Extension Message: Default configuration is in effect.' };
}

function durationOf(script: ReturnType<SimContext['scripts']['take']>, usualMs: number): number | undefined {
  if (script?.kind === 'hang') return undefined;
  return script?.kind === 'slow' ? script.ms : usualMs;
}

/** Azure docs, "Troubleshoot Arc-enabled servers VM extension issues". */
function installFailed(exitCode: number): string {
  return `Extension failed to install. Extension returned non-zero exit code for Install: ${exitCode}`;
}

/** Puts an extension into its end state, as the agent reports it: code `0` or `success`, else the exit code. */
export function reportExtension(context: SimContext, extension: MachineExtension, code: string, message: string): void {
  const ok = code === '0' || code === 'success';
  extension.provisioningState = ok ? 'Succeeded' : 'Failed';
  extension.status = {
    code,
    level: ok ? 'Info' : 'Error',
    displayStatus: ok ? 'Provisioning succeeded' : 'Provisioning failed',
    message,
    time: new Date(context.time.now()).toISOString(),
  };
}
