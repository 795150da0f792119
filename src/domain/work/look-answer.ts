import type { LookId, StepId } from '../ids.ts';

/** What `assessMachine` tells its orchestration; plain and small, because histories keep it. */
export type LookAnswer =
  | {
      readonly kind: 'act';
      readonly lookId: LookId;
      /** Run in this order; empty for a wait alone. */
      readonly steps: readonly StepId[];
      /** 1 to 120; then the next look. */
      readonly waitSeconds: number;
    }
  /** The instance ends: `none` when nothing was owed. */
  | { readonly kind: 'done'; readonly status: string };
