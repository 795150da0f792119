/** `startsPerMinute` of fleet.json, as the starter fleet leaves it. */
const startsPerMinute = 60;
const leastAppMs = 2 * 60 * 60_000;
const leastRealMs = 60_000;
/** Real time that this computer may need for one machine, however fast app time runs. */
const realMsPerMachine = 100;

/** How long so many machines may take to be looked at for the first time, milliseconds of real time. */
export function lookLimit(machines: number, speed: number): number {
  const startingAppMs = (machines / startsPerMinute) * 60_000;
  return Math.max(leastRealMs + machines * realMsPerMachine, (leastAppMs + 2 * startingAppMs) / speed);
}
