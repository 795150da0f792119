import { expect } from 'vitest';
import type { AppAnswer } from './call-app.ts';

/** That the answer is an RFC 9457 problem document of this status and code. */
export function expectProblem(answer: AppAnswer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body.code }, answer.text).toEqual({ status, code });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({ type: `urn:problem:${code}`, status });
  expect(String(answer.body.title).length).toBeGreaterThan(2);
  expect(answer.body.title).not.toBe('Error');
  expect(String(answer.body.detail).length).toBeGreaterThan(10);
}

/** The fields that a problem document complains about, in order. */
export function fieldsOf(answer: AppAnswer): readonly string[] {
  const { errors } = answer.body;
  return Array.isArray(errors) ? errors.map((error: { path: string }) => error.path).sort() : [];
}
