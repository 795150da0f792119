import { describe, expect, it } from 'vitest';
import { decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import type { RawFailure } from '../../../src/domain/failures/failure.ts';
import { describeViolations, type PolicyViolation } from '../../../src/domain/failures/policy-violation.ts';
import { detailLimit } from '../../../src/domain/redact.ts';
import { agentOnVm } from './addressed.ts';

const definitionId = '/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c';
const assignmentId = (name: string) =>
  `/subscriptions/5b5c0000-0000-4000-a000-0000000000c1/providers/Microsoft.Authorization/policyAssignments/${name}`;
const violation = (name: string, more: Partial<PolicyViolation> = {}): PolicyViolation => ({
  policy: 'Allowed locations',
  policyId: definitionId,
  assignment: `Only ${name}`,
  assignmentId: assignmentId(name),
  ...more,
});

/** Whatever looks like an id in a text. */
const idsIn = (text: string) => [...text.matchAll(/\/(?:subscriptions|providers)\/[^\s)]+/g)].map(([id]) => id);

describe('the detail of a refusal by policies', () => {
  it('has names and ids first, then the reason as far as there is room', () => {
    const told = `refused by policy Allowed locations (${definitionId}), assignment Only weu (${assignmentId('weu')})`;
    expect(describeViolations([violation('weu')], 'Use West Europe.')).toBe(`${told}; Use West Europe.`);
    const cut = describeViolations([violation('weu')], 'a reason '.repeat(99));
    expect(cut).toMatch(/\); (?:a reason )+a?.*…$/);
    expect(cut).toHaveLength(detailLimit);
  });

  it('names by the end of the id what has no name, and leaves out what is not told', () => {
    expect(describeViolations([{ policyId: definitionId, assignmentId: assignmentId('weu') }], '')).toBe(
      `refused by policy e56962a6-4747-49cd-b67b-bf8b01975c4c (${definitionId}), assignment weu (${assignmentId('weu')})`,
    );
    expect(describeViolations([{ assignment: 'Only weu' }], 'no')).toBe('refused by assignment Only weu; no');
  });

  it.each([101, 128, 400])('cuts a name of %i characters before an id', (length) => {
    const told = describeViolations(
      [violation('weu', { assignment: 'n'.repeat(length), policy: 'p'.repeat(length) })],
      '',
    );
    expect(idsIn(told)).toEqual([definitionId, assignmentId('weu')]);
    expect(told.length).toBeLessThanOrEqual(detailLimit);
  });

  it('leaves out a whole id where both have no room, and keeps that of the assignment', () => {
    const group = `/providers/Microsoft.Management/managementGroups/${'g'.repeat(90)}`;
    const policyId = `${group}/providers/Microsoft.Authorization/policyDefinitions/${'d'.repeat(64)}`;
    const told = describeViolations([violation('weu', { policyId })], '');
    expect(told).toBe(`refused by policy Allowed locations, assignment Only weu (${assignmentId('weu')})`);
  });

  it('names several one after the other, and counts those that have no room', () => {
    const few = describeViolations([violation('a'), violation('b')], '');
    expect(few).toMatch(
      /^refused by policy Allowed locations \(.*\), assignment Only a \(.*\); policy .* assignment Only b/,
    );
    const many = describeViolations(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => violation(name)),
      'Use West Europe.',
    );
    expect(many).toMatch(
      /assignment Only a \(.*; policy Allowed locations, assignment Only b; .*; and 3 more; Use West Europe\.$/,
    );
    for (const text of [few, many]) {
      expect(text.length).toBeLessThanOrEqual(detailLimit);
      for (const id of idsIn(text)) expect([definitionId, assignmentId('a'), assignmentId('b')]).toContain(id);
    }
  });
});

describe('a failure that names policies', () => {
  const violations = [violation('weu')];
  const base = {
    source: 'http',
    status: 403,
    detailCodes: [],
    retryAfterSeconds: undefined,
    correlationId: undefined,
  } as const;
  const identifiers = 'Policy identifiers: \'[{"policyAssignment":{"name":"x"}}]\'.';
  const named = `refused by policy Allowed locations (${definitionId}), assignment Only weu (${assignmentId('weu')})`;

  it.each<[string, string, string]>([
    [
      'ids in the message',
      `Resource 'x' was disallowed by policy. ${identifiers}`,
      "Resource 'x' was disallowed by policy.",
    ],
    [
      'ids that are cut',
      `Resource 'x' was disallowed by policy. ${identifiers.slice(0, 40)}`,
      "Resource 'x' was disallowed by policy.",
    ],
    [
      'a text of the assignment',
      "Resource 'x' was disallowed by policy. Reasons: 'Use it''s region.'. See error details for policy resource IDs.",
      "Reasons: 'Use it''s region.'.",
    ],
  ])('is PolicyDenied with %s, and its ids stand there once', (_, message, reason) => {
    const raw: RawFailure = { ...base, code: 'RequestDisallowedByPolicy', message, violations };
    expect(decodeFailure(raw, agentOnVm)).toMatchObject({ code: 'PolicyDenied', detail: `${named}; ${reason}` });
    const ended: RawFailure = { source: 'operation', code: 'RequestDisallowedByPolicy', message, violations };
    expect(decodeFailure(ended, agentOnVm)).toMatchObject({ code: 'PolicyDenied', detail: `${named}; ${reason}` });
  });

  it('takes the reason of a detail', () => {
    const message = 'See details.';
    const raw: RawFailure = {
      ...base,
      code: 'InvalidTemplateDeployment',
      message,
      detailCodes: ['RequestDisallowedByPolicy'],
      detailMessages: [`Resource 'x' was disallowed by policy. ${identifiers}`],
      violations,
    };
    const detail = `${named}; See details.: Resource 'x' was disallowed by policy.`;
    expect(decodeFailure(raw, agentOnVm)).toMatchObject({ code: 'PolicyDenied', detail });
  });

  it("is what its words say where that is something else, and keeps Azure's text", () => {
    const raw: RawFailure = { ...base, status: 429, code: 'TooManyRequests', message: 'Slow down.', violations };
    expect(decodeFailure(raw, agentOnVm)).toMatchObject({ code: 'Throttled', detail: 'TooManyRequests: Slow down.' });
  });
});
