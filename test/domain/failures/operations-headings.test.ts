import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  acceptableCodes,
  type FailureCode,
  failureCodes,
  failureInfo,
} from '../../../src/domain/failures/failure-list.ts';

const text = readFileSync(new URL('../../../docs/OPERATIONS.md', import.meta.url), 'utf8');
const chapter = (text.split(/^## Failure codes$/m)[1] ?? '').split(/^## /m)[0] ?? '';
const sections = new Map(
  chapter
    .split(/^### /m)
    .slice(1)
    .map((section): [string, string] => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading.trim(), lines.join('\n').trim()];
    }),
);

/** Holds that nobody has to onboard again for: alerts, and what the file, a sweep or an approval ends. */
const endsOfOthers = {
  IdentityLost: true,
  IdentityHasRoles: true,
  ScopeNotReadable: true,
  TenantNotConfirmed: true,
  ReachesProtectedMachines: true,
  EndpointNotEnabled: true,
  LegacyAutoProvisioning: true,
  PolicyConflict: true,
} satisfies Partial<Record<FailureCode, true>>;

describe('the failure codes in docs/OPERATIONS.md', () => {
  it('are exactly the codes of the list', () => {
    expect([...sections.keys()].sort()).toEqual([...failureCodes].sort());
  });

  it.each(acceptableCodes)('E19: %s says what comes of accepting it', (code) => {
    expect(sections.get(code)).toMatch(/Accepted for one machine \(\[One machine's hold\]\(#one-machines-hold\)\), /);
  });

  it.each(failureCodes)('%s says its class, and what to do', (code) => {
    const section = sections.get(code) ?? '';
    expect(section).toContain(`Class: \`${failureInfo(code).class}\``);
    expect(section.length).toBeGreaterThan(120);
    if (failureInfo(code).class === 'hold' && !Object.hasOwn(endsOfOthers, code)) {
      expect(section).toMatch(/then onboard (?:the machine|the subscription|it) again/i);
    }
  });
});
