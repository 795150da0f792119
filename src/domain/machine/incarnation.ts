/**
 * Whether two incarnations name the same machine. Arc's has two parts, `vmId+vmUuid`: the second can appear later,
 * when the agent has found it, and then says nothing new of the first.
 */
export function isSameMachine(before: string, now: string): boolean {
  const [beforeId, beforeUuid = ''] = partsOf(before);
  const [nowId, nowUuid = ''] = partsOf(now);
  return beforeId === nowId && (beforeUuid === nowUuid || beforeUuid === '' || nowUuid === '');
}

/** Rows of the first release can carry Azure's word `unknown` for a second id that nobody knew. */
function partsOf(incarnation: string): readonly string[] {
  return incarnation.split('+').map((part) => (part === 'unknown' ? '' : part));
}
