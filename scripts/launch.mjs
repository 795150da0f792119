// The door to every npm script: installs what is missing, finds a Node that is new enough, and runs one command.
// Plain JavaScript that Node 18 can run, because it is what decides which Node runs the rest.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const minimumNode = [22, 12];

const commands = {
  start: (args) => [['--import', 'tsx', 'local/start.ts', ...args]],
  sim: (args) => [['--import', 'tsx', 'local/sim-cli.ts', ...args]],
  build: () => [['--import', 'tsx', 'scripts/build.ts']],
  format: () => [[bin('@biomejs/biome', 'biome'), 'check', '--write', '.']],
  static: () => [
    [bin('@biomejs/biome', 'biome'), 'ci', '--error-on-warnings', '.'],
    [bin('typescript', 'tsc'), '-p', '.'],
    [bin('knip', 'knip')],
  ],
  test: (args) => [[bin('vitest', 'vitest'), 'run', ...args]],
  bench: ([name, ...args]) => [['--import', 'tsx', `bench/${name}.ts`, ...args]],
  schema: () => [['--import', 'tsx', 'scripts/generate-fleet-schema.ts']],
};

const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, name)) {
  console.error(`Unknown command "${name}". Known: ${Object.keys(commands).join(', ')}.`);
  process.exit(2);
}
installIfNeeded();
process.exit(name === 'test' ? await runTests(args) : await runAll(commands[name](args)));

/** npm ci when node_modules is not what package-lock.json says; its output is shown only when it fails. */
function installIfNeeded() {
  if (isInstalled()) return;
  console.error('Installing dependencies (once; about a minute) ...');
  const npm = spawnSync('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (npm.status === 0) return;
  console.error(`${npm.stdout ?? ''}${npm.stderr ?? ''}${npm.error?.message ?? ''}`);
  console.error('npm ci failed: see above. It needs the npm registry once; after that no network is needed.');
  process.exit(1);
}

function isInstalled() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const found = JSON.parse(readFileSync(hidden, 'utf8')).packages;
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === '' || entry.link) return true;
      const there = found[path];
      return there === undefined ? entry.optional === true : there.version === entry.version;
    });
  } catch {
    return false;
  }
}

/** The running Node when it is new enough, else the one that came with the dependencies. */
function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1])) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const bundled = [
    join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', 'node'),
    join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', 'node.exe'),
  ].find((path) => existsSync(path));
  if (bundled !== undefined) return bundled;
  console.error(`Node ${process.versions.node} is too old, and no newer one came with the dependencies.`);
  console.error(`Install Node ${minimumNode.join('.')} or newer, or run "npm ci" with optional dependencies.`);
  process.exit(1);
}

/** The script behind a package's command, so that it runs on our Node and not on that of the PATH. */
function bin(packageName, command) {
  const folder = join(root, 'node_modules', packageName);
  const { bin: bins } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bins === 'string' ? bins : bins[command]);
}

async function runAll(runs) {
  for (const argv of runs) {
    const status = await run(argv);
    if (status !== 0) return status;
  }
  return 0;
}

/** Runs one process; signals go to it too, and its exit code is ours. */
function run(argv) {
  return new Promise((resolve) => {
    const child = spawn(findNode(), argv, { cwd: root, stdio: 'inherit' });
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
    endWithNpm(child);
    child.on('error', (error) => {
      console.error(`${argv[0]} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** npm passes a signal to the shell between us only; when that is gone, nobody waits for our child any more. */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== shell) child.kill('SIGTERM');
  }, 500);
  watch.unref();
}

/** The tests, with one plain line at the end that says how many passed. */
async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'amo-tests-'));
  const report = join(folder, 'report.json');
  const status = await runAll(
    commands.test(['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args]),
  );
  if (existsSync(report)) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    const brokenFiles = testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    ).length;
    const skipped = numPendingTests + numTodoTests;
    if (skipped > 0) console.log(`${skipped} skipped: what they need is not on this machine`);
    console.log(`${numPassedTests} passed, ${numFailedTests + brokenFiles} failed`);
  }
  rmSync(folder, { recursive: true, force: true });
  return status;
}
