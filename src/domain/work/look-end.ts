import type { StepId } from '../ids.ts';

/** The longest wait inside an instance; everything longer parks. */
export const longestLoopSeconds = 120;

/** How a look ends. */
export type LookEnd =
  /** The steps are run in this order; none for a wait alone. Then comes the next look. */
  | { readonly kind: 'act'; readonly steps: readonly StepId[]; readonly waitSeconds: number }
  | {
      readonly kind: 'parked';
      readonly dueAt: string;
      /** The next look stands for so many machines against the limits; absent: for one. */
      readonly load?: number;
    }
  | { readonly kind: 'settled' }
  /** The target never was; its rows go. */
  | { readonly kind: 'removed' };
