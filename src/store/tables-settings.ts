import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { Control, ControlKind } from '../domain/controls/control.ts';
import type { Spec } from '../domain/fleet/spec.ts';
import type { SpecHash } from '../domain/ids.ts';
import type { ControlTable, Gate, GateTable, SpecTable } from '../ports/store.ts';
import { controlKeyOf } from './control-key.ts';
import { parseSpec, toStoredSpec } from './spec-schema.ts';
import type { OpenTable } from './table-connection.ts';
import { orAbsent, toInserted, toSwap } from './table-outcomes.ts';

/** Arms and freezes on Azure Tables: one partition per kind. */
export class TablesControls implements ControlTable {
  readonly #open: OpenTable;

  constructor(open: OpenTable) {
    this.#open = open;
  }

  async list(kind: ControlKind): Promise<readonly Control[]> {
    const table = await this.#open();
    const controls: Control[] = [];
    for await (const entity of table.listEntities({ queryOptions: { filter: odata`PartitionKey eq ${kind}` } })) {
      controls.push(readControl(entity));
    }
    return controls;
  }

  async put(kind: ControlKind, control: Control): Promise<void> {
    const table = await this.#open();
    const { planHash, ...columns } = control;
    const entity = { ...columns, planHash: planHash ?? '', partitionKey: kind, rowKey: controlKeyOf(control.scope) };
    await table.upsertEntity(entity, 'Replace');
  }

  async delete(kind: ControlKind, scope: string): Promise<boolean> {
    const table = await this.#open();
    return (await orAbsent(table.deleteEntity(kind, controlKeyOf(scope)))) !== undefined;
  }
}

const controlRow = z.object({
  scope: z.string(),
  by: z.string(),
  at: z.string(),
  why: z.string(),
  planHash: z.string().default(''),
});

function readControl(entity: unknown): Control {
  const { planHash, ...control } = controlRow.parse(entity);
  return { ...control, planHash: planHash === '' ? undefined : planHash };
}

const specPartition = 'spec';

/** Specs on Azure Tables, by hash and never changed. */
export class TablesSpecs implements SpecTable {
  readonly #open: OpenTable;

  constructor(open: OpenTable) {
    this.#open = open;
  }

  async read(hash: SpecHash): Promise<Spec | undefined> {
    const table = await this.#open();
    const entity = await orAbsent(table.getEntity(specPartition, hash));
    return entity === undefined ? undefined : parseSpec(JSON.parse(z.string().parse(entity.body)));
  }

  async put(hash: SpecHash, spec: Spec): Promise<void> {
    const table = await this.#open();
    const body = JSON.stringify(toStoredSpec(spec));
    await toInserted(table.createEntity({ partitionKey: specPartition, rowKey: hash, body }));
  }
}

const mostTries = 20;

/** Throttle gates on Azure Tables. */
export class TablesGates implements GateTable {
  readonly #open: OpenTable;

  constructor(open: OpenTable) {
    this.#open = open;
  }

  async list(): Promise<readonly Gate[]> {
    const table = await this.#open();
    const gates: Gate[] = [];
    for await (const entity of table.listEntities()) gates.push(gateRow.parse(entity));
    return gates;
  }

  async close(gate: Gate): Promise<void> {
    const table = await this.#open();
    // A slash may not stand in a row key; the column keeps the class as it is.
    const entity = { ...gate, partitionKey: gate.subscription, rowKey: gate.operationClass.replaceAll('/', '|') };
    for (let attempt = 0; attempt < mostTries; attempt++) {
      const stored = await orAbsent(table.getEntity(entity.partitionKey, entity.rowKey));
      if (stored === undefined) {
        if ((await toInserted(table.createEntity(entity))) === 'inserted') return;
      } else {
        if (gateRow.parse(stored).closedUntil >= gate.closedUntil) return;
        const swap = await toSwap(table.updateEntity(entity, 'Replace', { etag: stored.etag }), stored.etag);
        if (swap.kind === 'done') return;
      }
    }
    throw new Error(
      `The gate ${gate.operationClass} of ${gate.subscription} changed ${mostTries} times while it was closed.`,
    );
  }
}

const gateRow = z.object({ subscription: z.string(), operationClass: z.string(), closedUntil: z.string() });
