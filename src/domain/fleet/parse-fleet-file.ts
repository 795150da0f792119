import type { z } from 'zod';
import { checkReferences } from './check-references.ts';
import { checkRules } from './check-rules.ts';
import { checkSubscriptions } from './check-subscriptions.ts';
import type { FleetError } from './fleet-error.ts';
import { type FleetFile, fleetSchema } from './fleet-schema.ts';
import { resolveProfile } from './resolved-profile.ts';

export type ParsedFleet =
  | { readonly kind: 'valid'; readonly fleet: FleetFile }
  | { readonly kind: 'invalid'; readonly errors: readonly FleetError[] };

/** Reads fleet.json; lists everything that is wrong with it, not only the first. */
export function parseFleetFile(text: string): ParsedFleet {
  const json = parseJson(text);
  if (json.kind === 'broken') return { kind: 'invalid', errors: [{ path: '', message: json.message }] };
  const shape = fleetSchema.safeParse(json.value);
  const malformed = (shape.error?.issues ?? []).flatMap(toErrors);
  const unmet = [...checkReferences(json.value), ...checkRules(json.value), ...checkSubscriptions(json.value)];
  const errors = [...malformed, ...unmet.filter(({ path }) => malformed.every((error) => error.path !== path))];
  if (!shape.success || errors.length > 0) return { kind: 'invalid', errors };
  const { $schema: _, ...fleet } = shape.data;
  const profiles = fleet.profiles.map((profile) => resolveProfile(profile, fleet.profiles));
  return { kind: 'valid', fleet: { ...fleet, profiles } };
}

function parseJson(
  text: string,
): { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'broken'; readonly message: string } {
  try {
    // Some editors begin a file with a byte order mark.
    return { kind: 'json', value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { kind: 'broken', message: `is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function toErrors(issue: z.core.$ZodIssue): readonly FleetError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: formatPath([...issue.path, key]), message: 'unknown field' }));
  }
  return [{ path: formatPath(issue.path), message: issue.message }];
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
