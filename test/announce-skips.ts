import { existsSync } from 'node:fs';
import { schemaFolder } from './azure/schema-folder.ts';

/** Says once per run what is not checked here. */
export default function announceSkips(): void {
  if (!existsSync(schemaFolder)) console.log(`ARM body schemas: not checked, there is no ${schemaFolder}`);
}
