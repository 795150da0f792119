import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { graphQueryTexts } from './graph-query-texts.ts';

const folder = fileURLToPath(new URL('../src/azure/queries', import.meta.url));
writeFileSync(`${folder}/query-texts.ts`, graphQueryTexts(folder));
