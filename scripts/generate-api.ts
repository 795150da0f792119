import { writeFileSync } from 'node:fs';
import { apiPage } from './api-page.ts';

writeFileSync(new URL('../docs/API.md', import.meta.url), apiPage());
