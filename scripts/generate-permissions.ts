import { readFileSync, writeFileSync } from 'node:fs';
import { withPermissionTable } from './permission-table.ts';

const page = new URL('../docs/OPERATIONS.md', import.meta.url);
writeFileSync(page, withPermissionTable(readFileSync(page, 'utf8')));
