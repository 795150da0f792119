import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';

const reportSchema = z.object({
  summary: z.object({ errors: z.number() }),
  diagnostics: z.array(
    z.object({
      severity: z.string(),
      category: z.string(),
      message: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }),
    }),
  ),
});

/** What lint says of one file: `rule:line`, where `rule` is the name of a lint rule or `plugin`. */
export type Findings = ReadonlyMap<string, readonly string[]>;

/**
 * Lints these files (path to text) in a folder of their own with the repo's biome.json and plugins, in one run.
 * Throws when a plugin could not be run, which Biome itself only notes.
 */
export async function lintFixtures(files: Readonly<Record<string, string>>): Promise<Findings> {
  const folder = mkdtempSync(join(tmpdir(), 'amo-lint-'));
  try {
    cpSync('biome.json', join(folder, 'biome.json'));
    cpSync('scripts/lint', join(folder, 'scripts/lint'), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return findingsOf(reportSchema.parse(JSON.parse(await runBiome(folder))), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runBiome(folder: string): Promise<string> {
  const biome = resolve('node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
  return await new Promise((done) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => done(stdout));
  });
}

function findingsOf(report: z.infer<typeof reportSchema>, folder: string): Findings {
  const findings = new Map<string, string[]>();
  for (const { severity, category, message, location } of report.diagnostics) {
    if (severity !== 'error' && category !== 'plugin') continue;
    if (severity !== 'error') throw new Error(`A plugin could not check ${location.path}: ${message}`);
    const path = relative(folder, resolve(folder, location.path)).replaceAll('\\', '/');
    findings.set(path, [...(findings.get(path) ?? []), `${category.split('/').at(-1)}:${location.start.line}`]);
  }
  return findings;
}
