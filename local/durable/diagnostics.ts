import type { TimeSource } from '../clock/time-source.ts';

/** What a test, or the log, should know although the instance's status does not tell it. */
export interface Diagnostic {
  readonly kind:
    | 'StuckInstance'
    | 'UnregisteredActivity'
    | 'UnsupportedAction'
    | 'NonDeterminism'
    | 'ReplayDifference'
    | 'UnknownOrchestrator';
  readonly instanceId: string;
  /** The orchestrator's name. */
  readonly name: string;
  readonly message: string;
  /** App time. */
  readonly at: string;
}

/** A diagnostic before it is known whose it is. */
export type Finding = Pick<Diagnostic, 'kind' | 'message'>;

const keptDiagnostics = 1000;

/** Keeps the first thousand: later ones are most often repetitions. */
export class DiagnosticList {
  readonly #items: Diagnostic[] = [];
  readonly #time: TimeSource;
  readonly #onDiagnostic: (diagnostic: Diagnostic) => void;

  constructor(time: TimeSource, onDiagnostic: (diagnostic: Diagnostic) => void) {
    this.#time = time;
    this.#onDiagnostic = onDiagnostic;
  }

  add({ instanceId, name }: { readonly instanceId: string; readonly name: string }, found: Finding): void {
    const diagnostic: Diagnostic = { ...found, instanceId, name, at: new Date(this.#time.now()).toISOString() };
    if (this.#items.length < keptDiagnostics) this.#items.push(diagnostic);
    this.#onDiagnostic(diagnostic);
  }

  all(): readonly Diagnostic[] {
    return [...this.#items];
  }
}
