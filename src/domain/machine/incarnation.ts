/**
 * Whether two incarnations name the same machine. Arc's has two parts, `vmId+vmUuid`: the second can appear later,
 * when the agent has found it, and then says nothing new of the first.
 */
export function isSameMachine(before: string, now: string): boolean {
  const [beforeId, beforeUuid = ''] = before.split('+');
  const [nowId, nowUuid = ''] = now.split('+');
  return beforeId === nowId && (beforeUuid === nowUuid || beforeUuid === '' || nowUuid === '');
}
