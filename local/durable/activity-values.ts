/**
 * The JSON text that an activity gets for an action's input, or undefined for none. As the real host has it:
 * null is none, a boolean becomes the string "True" or "False", and a string holds JSON text already.
 */
export function activityInput(input: unknown): string | undefined {
  if (input === undefined || input === null) return undefined;
  if (typeof input === 'boolean') return input ? '"True"' : '"False"';
  if (typeof input === 'string') return isJson(input) ? input : JSON.stringify(input);
  return JSON.stringify(input);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
