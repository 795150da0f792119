import { join } from 'node:path';

/** JSON Schemas of ARM bodies; they are not part of the repository. */
export const schemaFolder = join('/work/shared/reference/schemas');
