import type { Control, ControlKind } from '../../src/domain/controls/control.ts';
import type { Spec } from '../../src/domain/fleet/spec.ts';
import type { SpecHash } from '../../src/domain/ids.ts';
import type { ControlTable, Gate, GateTable, SpecTable } from '../../src/ports/store.ts';
import { controlKeyOf } from '../../src/store/control-key.ts';

/** Arms and freezes in memory. */
export class MemoryControls implements ControlTable {
  readonly #rows: Readonly<Record<ControlKind, Map<string, Control>>> = { arm: new Map(), freeze: new Map() };

  async list(kind: ControlKind): Promise<readonly Control[]> {
    return [...this.#rows[kind]].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, control]) => control);
  }

  async put(kind: ControlKind, control: Control): Promise<void> {
    this.#rows[kind].set(controlKeyOf(control.scope), control);
  }

  async delete(kind: ControlKind, scope: string): Promise<boolean> {
    return this.#rows[kind].delete(controlKeyOf(scope));
  }
}

/** Specs in memory. */
export class MemorySpecs implements SpecTable {
  readonly #rows = new Map<SpecHash, Spec>();

  async read(hash: SpecHash): Promise<Spec | undefined> {
    return this.#rows.get(hash);
  }

  async put(hash: SpecHash, spec: Spec): Promise<void> {
    if (!this.#rows.has(hash)) this.#rows.set(hash, spec);
  }
}

/** Throttle gates in memory. */
export class MemoryGates implements GateTable {
  readonly #rows = new Map<string, Gate>();

  async list(): Promise<readonly Gate[]> {
    return [...this.#rows.values()];
  }

  async close(gate: Gate): Promise<void> {
    const name = `${gate.subscription}|${gate.operationClass}`;
    const stored = this.#rows.get(name);
    if (stored === undefined || stored.closedUntil < gate.closedUntil) this.#rows.set(name, gate);
  }
}
