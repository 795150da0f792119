import { runSim } from './sim/run-sim.ts';

process.exitCode = await runSim(process.argv.slice(2), {
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
