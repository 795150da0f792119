import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

/** One CommonJS file with everything in it but the worker's own module; package.json "main" names it. */
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
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
});
const bytes = result.metafile.outputs['dist/main.cjs']?.bytes ?? 0;
writeFileSync('dist/meta.json', JSON.stringify(result.metafile));
console.log(`dist/main.cjs: ${(bytes / 1024 / 1024).toFixed(1)} MiB`);
