/**
 * States in which everything still works (Azure docs, "Azure subscription states": Warned and PastDue are disabled soon,
 * and all operations still work).
 */
const writable: readonly string[] = ['enabled', 'warned', 'pastdue'];

/** Whether Azure takes writes in a subscription of this state; one that is not known takes none. */
export function isWritable(state: string): boolean {
  return writable.includes(state.toLowerCase());
}
