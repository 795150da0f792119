import { existsSync } from 'node:fs';
import { schemaFolder } from './azure/schema-folder.ts';
import { checklistFile } from './repo/checklist.ts';

/** Says once per run what is not checked here. */
export default function announceSkips(): void {
  if (!existsSync(schemaFolder)) console.log(`ARM body schemas: not checked, there is no ${schemaFolder}`);
  if (!existsSync(checklistFile)) console.log(`Rows of the checklist: not checked, there is no ${checklistFile}`);
}
