import type { StorePort } from '../ports/store.ts';
import { assessmentShape } from './assessment-shape.ts';
import { createAssessmentTable } from './assessment-table.ts';
import { controlShape } from './control-shape.ts';
import { createControlTable } from './control-table.ts';
import type { EntityTable } from './entity-table.ts';
import { gateShape } from './gate-shape.ts';
import { createGateTable } from './gate-table.ts';
import { machineShape } from './machine-shape.ts';
import { createMachineTable } from './machine-table.ts';
import { createSpecTable, specShape } from './spec-table.ts';
import { createStopTable, stopShape } from './stop-table.ts';
import { subscriptionShape } from './subscription-shape.ts';
import { createSubscriptionTable } from './subscription-table.ts';
import { sweepShape } from './sweep-shape.ts';
import { createSweepTable } from './sweep-table.ts';
import type { TableShape } from './table-shape.ts';
import { timelineShape } from './timeline-shape.ts';
import { createTimelineTable } from './timeline-table.ts';
import { workShape } from './work-shape.ts';
import { createWorkTable } from './work-table.ts';

const shapes = [
  machineShape,
  subscriptionShape,
  workShape,
  timelineShape,
  controlShape,
  specShape,
  gateShape,
  stopShape,
  sweepShape,
  assessmentShape,
] as const;
export const tableNames: readonly string[] = shapes.map(({ table }) => table);

/** Changes how rows are turned into columns and back, and not what comes out. */
export type WrapShape = <Key, Row>(shape: TableShape<Key, Row>) => TableShape<Key, Row>;

/** The store over any tables: Azure's, or those in memory. */
export function createStore(open: (table: string) => EntityTable, wrap: WrapShape = (shape) => shape): StorePort {
  return {
    machines: createMachineTable(open(machineShape.table), wrap(machineShape)),
    subscriptions: createSubscriptionTable(open(subscriptionShape.table), wrap(subscriptionShape)),
    work: createWorkTable(open(workShape.table), wrap(workShape)),
    timeline: createTimelineTable(open(timelineShape.table), wrap(timelineShape)),
    controls: createControlTable(open(controlShape.table), wrap(controlShape)),
    specs: createSpecTable(open(specShape.table), wrap(specShape)),
    gates: createGateTable(open(gateShape.table), wrap(gateShape)),
    stops: createStopTable(open(stopShape.table), wrap(stopShape)),
    sweeps: createSweepTable(open(sweepShape.table), wrap(sweepShape)),
    assessments: createAssessmentTable(open(assessmentShape.table), wrap(assessmentShape)),
  };
}
