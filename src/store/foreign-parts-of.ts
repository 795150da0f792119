import { z } from 'zod';
import type { ForeignFinding, ForeignParts } from '../domain/machine/foreign-parts.ts';
import { serviceNames } from '../domain/service-name.ts';
import { serviceByActivity } from '../domain/services/all-services.ts';
import type { Fields } from './json-fields.ts';
import { isSameJson } from './same-json.ts';
import { unreadStepsOf } from './unread-steps-of.ts';

const ours = {
  names: serviceNames,
  serviceOf: (activity: string) => serviceByActivity.get(activity)?.name,
};

const foreignFinding = z.object({ kind: z.string(), code: z.string().exactOptional() });

/** What of a stored body this release does not read; undefined for nothing. */
export function foreignPartsOf(stored: Fields, read: Fields): ForeignParts | undefined {
  if (isSameJson(stored, read)) return undefined;
  const { kind, os } = stored;
  const unreadSteps = unreadStepsOf(stored.steps, read.steps, ours);
  return {
    ...{ stored, read },
    ...(typeof kind === 'string' && kind !== read.kind ? { kind } : {}),
    ...(typeof os === 'string' && os !== read.os ? { os } : {}),
    ...(isBoundOtherwise(stored, read) ? { isBoundOtherwise: true } : {}),
    ...(unreadSteps === undefined ? {} : { unreadSteps }),
    findings: foreignFindings(Object(stored.findings), Object(read.findings)),
  };
}

function isBoundOtherwise(stored: Fields, read: Fields): boolean {
  return ['spec', 'incarnation'].some((name) => (stored[name] ?? null) !== null && read[name] === undefined);
}

function foreignFindings(stored: object, read: object): Readonly<Record<string, ForeignFinding>> {
  const unread = Object.entries(stored).filter(([service]) => !Object.hasOwn(read, service));
  return Object.fromEntries(
    unread.flatMap(([service, finding]): readonly [string, ForeignFinding][] => {
      const parsed = foreignFinding.safeParse(finding);
      return parsed.success ? [[service, parsed.data]] : [];
    }),
  );
}
