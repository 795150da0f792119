import { globMatcher } from '../faults/glob.ts';

/** What happens to an extension instead of success. */
export type ExtensionOutcome =
  | {
      readonly kind: 'fail';
      /** Exit code of the installer, as in `ProvisioningState/failed/51`. */
      readonly exitCode?: number;
      /** Error code of the operation; `VMExtensionProvisioningError` by default. */
      readonly code?: string;
      /** HTTP status of the operation's result; 409 by default. */
      readonly status?: number;
      /** Replaces the usual text. */
      readonly message?: string;
    }
  /** Stays in `Creating` until the machine or the extension goes away. */
  | { readonly kind: 'hang' }
  /** Succeeds after that much app time. */
  | { readonly kind: 'slow'; readonly ms: number };

export interface ExtensionScript {
  /** Glob on the ARM id or on the name of the machine; every machine when absent. */
  readonly machine?: string;
  /** Glob on the extension type, such as `AzureMonitorLinuxAgent`; every one when absent. */
  readonly type?: string;
  readonly outcome: ExtensionOutcome;
  /** How many provisionings it decides; all when absent. */
  readonly times?: number;
}

/** Scripted troubles of extensions; the first script that fits decides. */
export class ExtensionScripts {
  /** A failed extension on a VM makes every other new one fail (Microsoft Learn, "Azure VM extensions and features"). */
  failedBlocksOthers = false;
  readonly #scripts: { readonly script: ExtensionScript; left: number }[] = [];

  add(script: ExtensionScript): void {
    this.#scripts.push({ script, left: script.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#scripts.length = 0;
    this.failedBlocksOthers = false;
  }

  /** The outcome for this provisioning, if one is scripted; uses it up once. */
  take(machineId: string, type: string): ExtensionOutcome | undefined {
    const found = this.#scripts.find(({ script, left }) => left > 0 && fits(script, machineId, type));
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.script.outcome;
  }
}

function fits({ machine, type: wantedType }: ExtensionScript, machineId: string, type: string): boolean {
  if (wantedType !== undefined && !globMatcher(wantedType)(type)) return false;
  if (machine === undefined) return true;
  const matches = globMatcher(machine);
  return matches(machineId) || matches(machineId.split('/').at(-1) ?? '');
}
