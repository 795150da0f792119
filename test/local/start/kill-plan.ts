import { createRandom } from '../../../local/azure/core/random.ts';
import type { LocalAzure } from '../../../local/azure/local-azure.ts';

/** What becomes of the request at whose arrival the app is killed. */
const fates = ['lost', 'handled', 'answered'] as const;

export interface KillPlan {
  /** Where the app was killed so far. */
  points(): readonly string[];
}

/** Small enough that the 75 writes of 30 machines are not used up before the kills are, on a slow machine too. */
const mostWritesBetween = 2;
const mostCallsBetween = 8;
const longestLateMs = 40;

/**
 * Kills the app at so many requests of its own to "Azure", drawn from the seed: in turn at a write and at any call, so
 * that they are spread over the run. The request is lost on its way, or handled without anybody hearing the answer, or
 * answered just before.
 */
export function planKills(
  azure: LocalAzure,
  options: { readonly seed: number; readonly kills: number; readonly pid: () => number | undefined },
): KillPlan {
  const { seed, kills, pid } = options;
  const random = createRandom(seed);
  const points: string[] = [];
  let isAtWrite = true;
  let left = random.between(1, mostWritesBetween);
  let killedPid: number | undefined;
  azure.context.hooks.beforeHandle.push(async ({ principal, method, path }) => {
    const current = pid();
    // Requests of a process that is dying, or not yet ready, are no points of their own.
    if (principal.name !== 'app' || points.length >= kills || current === undefined || current === killedPid) return;
    // A query to Resource Graph is a POST that reads; each start makes some.
    if (isAtWrite && (method === 'GET' || isQuery(path))) return;
    left -= 1;
    if (left > 0) return;
    isAtWrite = !isAtWrite;
    left = random.between(1, isAtWrite ? mostWritesBetween : mostCallsBetween);
    killedPid = current;
    const fate = fates[random.between(0, fates.length - 1)] ?? 'handled';
    points.push(`${method} ${path} (${fate})`);
    const kill = (): boolean => process.kill(current, 'SIGKILL');
    if (fate === 'answered') setTimeout(kill, random.between(1, longestLateMs));
    else kill();
    return fate === 'lost' ? { kind: 'drop' } : undefined;
  });
  return { points: () => points };
}

function isQuery(path: string): boolean {
  return /\/providers\/Microsoft\.ResourceGraph\//i.test(path);
}
