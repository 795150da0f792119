import type { LocalAzure } from '../../../local/azure/local-azure.ts';
import { createRandom, type Random } from '../../../local/azure/random.ts';

/** What becomes of the request at whose arrival the app is killed. */
type Fate = 'lost' | 'handled' | 'answered';

export interface KillPlan {
  /** Kills so far. */
  kills(): number;
  /** Where they were, for a message. */
  points(): readonly string[];
}

const fates: readonly Fate[] = ['lost', 'handled', 'answered'];
const longestLateMs = 40;

/**
 * Kills the app at so many requests of its own to "Azure", drawn from the seed and spread over the run: the request is
 * lost on its way, or handled without anybody hearing the answer, or answered just before.
 */
export function planKills(
  azure: LocalAzure,
  options: {
    readonly seed: number;
    readonly kills: number;
    readonly mostCallsBetween: number;
    readonly pid: () => number | undefined;
  },
): KillPlan {
  const { seed, kills, mostCallsBetween, pid } = options;
  const random = createRandom(seed);
  const points: string[] = [];
  let callsLeft = draw(random, mostCallsBetween);
  let killedPid: number | undefined;
  azure.context.hooks.beforeHandle.push(async (request) => {
    const current = pid();
    // Requests of a process that is dying, or not yet ready, are no points of their own.
    if (request.principal.name !== 'app' || points.length >= kills || current === killedPid) return undefined;
    callsLeft -= 1;
    if (callsLeft > 0) return undefined;
    callsLeft = draw(random, mostCallsBetween);
    killedPid = current;
    const kill = (): void => void (current === undefined || process.kill(current, 'SIGKILL'));
    const fate = fates[random.between(0, fates.length - 1)] ?? 'handled';
    points.push(`${request.method} ${request.path} (${fate})`);
    if (fate === 'answered') setTimeout(kill, random.between(1, longestLateMs));
    else kill();
    return fate === 'lost' ? { kind: 'drop' } : undefined;
  });
  return { kills: () => points.length, points: () => points };
}

function draw(random: Random, most: number): number {
  return random.between(1, most);
}
