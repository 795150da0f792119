import { z } from 'zod';

/** Tags of one resource (Azure docs, "Use tags to organize your Azure resources": limitations). */
const mostTags = 50;
const refused = /[<>%&\\?/]/;

/** Tags as Azure takes them: their names differ by more than upper and lower case, and each has letters that it allows. */
export const tagsSchema = z
  .record(z.string().min(1).max(512), z.string().max(256))
  .superRefine((tags, { addIssue }) => {
    const names = Object.keys(tags);
    const lower = names.map((name) => name.toLowerCase());
    if (names.length > mostTags) addIssue(`has ${names.length} tags, and Azure takes ${mostTags}`);
    for (const [index, name] of names.entries()) {
      if (refused.test(name)) addIssue(`'${name}' is no name of a tag: Azure takes none with < > % & \\ ? /`);
      const first = lower.indexOf(lower[index] ?? name);
      if (first < index) addIssue(`'${names[first]}' and '${name}' are one name to Azure; remove one`);
    }
  });
