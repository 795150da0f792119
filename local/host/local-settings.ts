import { readFileSync } from 'node:fs';
import * as z from 'zod';

const schema = z.looseObject({ Values: z.record(z.string(), z.string()) });

/** A settings file that cannot be used; the message names it and tells what to do. */
export class LocalSettingsError extends Error {}

/**
 * Puts the `Values` of a local.settings.json into the environment. What is there already stays, as with `func start`.
 * @throws LocalSettingsError when the file cannot be read or is not of that form.
 */
export function applyLocalSettings(path: string, environment: NodeJS.ProcessEnv): void {
  const parsed = schema.safeParse(parseJson(path, read(path)));
  if (!parsed.success) {
    throw new LocalSettingsError(
      `The settings file ${path} must be { "Values": { "NAME": "text" } }: correct it.\n${z.prettifyError(parsed.error)}`,
    );
  }
  for (const [name, value] of Object.entries(parsed.data.Values)) environment[name] ??= value;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new LocalSettingsError(
      isMissing
        ? `The settings file ${path} is not there: make it, for instance from local.settings.sample.json, or leave --settings out.`
        : `The settings file ${path} cannot be read (${messageOf(error)}): give a file that can be with --settings.`,
    );
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    // Some editors begin a file with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new LocalSettingsError(`The settings file ${path} is not JSON (${messageOf(error)}): correct it.`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
