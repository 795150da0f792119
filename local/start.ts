import { runStart } from './start/run-start.ts';

const code = await runStart(process.argv.slice(2));
// What is still being asked in the background has nobody left to tell; what was said has to get out first.
process.stdout.write('', () => process.exit(code));
