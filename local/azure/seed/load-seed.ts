import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { demoSeed } from './demo-seed.ts';
import { emptySeed } from './empty-seed.ts';
import { type Seed, seedSchema } from './seed-schema.ts';

/** The seed of that name (`demo`, `empty`) or in that JSON file; throws with everything that is wrong in the file. */
export function loadSeed(nameOrFile: string): Seed {
  if (nameOrFile === 'demo') return seedSchema.parse(demoSeed);
  if (nameOrFile === 'empty') return seedSchema.parse(emptySeed);
  const parsed = seedSchema.safeParse(readJson(nameOrFile));
  if (parsed.success) return parsed.data;
  throw new Error(`The tenant file ${nameOrFile} is not valid:\n${z.prettifyError(parsed.error)}`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The tenant '${file}' is neither demo nor empty, nor a JSON file that can be read: ${why}`);
  }
}
