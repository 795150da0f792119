import { z } from 'zod';
import type { Json } from '../domain/canonical-json.ts';
import type { ForeignFinding, ForeignParts } from '../domain/machine/foreign-parts.ts';
import { isSameJson } from './same-json.ts';

type Fields = { readonly [name: string]: Json };

const foreignFinding = z.object({ kind: z.string(), code: z.string().exactOptional() });

/** What of a stored body this release does not read; undefined for nothing. */
export function foreignPartsOf(stored: Fields, read: Fields): ForeignParts | undefined {
  if (isSameJson(stored, read)) return undefined;
  const { kind, os } = stored;
  return {
    ...{ stored, read },
    ...(typeof kind === 'string' && kind !== read.kind ? { kind } : {}),
    ...(typeof os === 'string' && os !== read.os ? { os } : {}),
    findings: foreignFindings(Object(stored.findings), Object(read.findings)),
  };
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
