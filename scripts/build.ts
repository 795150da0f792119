import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

/** One CommonJS file with everything in it but the worker's own module; package.json "main" names it. */
const result = await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.cjs',
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  external: ['@azure/functions-core'],
  minify: false,
  sourcemap: true,
  legalComments: 'external',
  metafile: true,
  logLevel: 'warning',
  write: false,
});
mkdirSync('dist', { recursive: true });
// Whole files only: an app may be starting from them now.
for (const { path, contents } of result.outputFiles) replaceFile(path, contents);
replaceFile('dist/meta.json', JSON.stringify(result.metafile));
const bytes = result.metafile.outputs['dist/main.cjs']?.bytes ?? 0;
console.log(`dist/main.cjs: ${(bytes / 1024 / 1024).toFixed(1)} MiB`);

function replaceFile(path: string, contents: string | Uint8Array): void {
  const whole = `${path}.${process.pid}`;
  writeFileSync(whole, contents);
  renameSync(whole, path);
}
