import { runStart } from './start/run-start.ts';

process.exitCode = await runStart(process.argv.slice(2));
