import { createHash } from 'node:crypto';

/** Numbers in [0, 1) that repeat for the same seed. */
export function seededRandom(seed: number): () => number {
  let drawn = 0;
  return () => createHash('sha256').update(`${seed}:${++drawn}`).digest().readUInt32BE(0) / 2 ** 32;
}
