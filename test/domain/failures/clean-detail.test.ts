import { describe, expect, it } from 'vitest';
import { cleanDetail, detailLimit } from '../../../src/domain/failures/clean-detail.ts';

describe('text of others in our rows', () => {
  it.each([
    ['a bearer token', 'Authorization: Bearer abc.def-ghi', 'abc.def-ghi'],
    ['a JWT', 'token eyJhbGciOi.eyJzdWIiOiIx.c2ln is bad', 'eyJzdWIiOiIx'],
    ['a signature', 'GET https://a.b/c?sv=2020&sig=Zm9vYmFy%3D failed', 'Zm9vYmFy'],
    ['a password in JSON', '{"username":"u","password":"hunter2"}', 'hunter2'],
    ['an account key', 'AccountKey=c2VjcmV0c2VjcmV0;EndpointSuffix=x', 'c2VjcmV0'],
    ['a proxy password', 'proxy http://user:hunter2@proxy:3128 refused', 'hunter2'],
    ['a long script', `script ${'QUJD'.repeat(40)} failed`, 'QUJDQUJD'],
  ])('loses %s', (_, text, secret) => {
    expect(cleanDetail(text)).not.toContain(secret);
  });

  it('keeps what helps to understand', () => {
    const text = "The scope '/subscriptions/3bb6fd82/resourceGroups/rg' is locked: 'no-change' (code 51)";
    expect(cleanDetail(text)).toBe(text);
  });

  it('is one line and bounded', () => {
    expect(cleanDetail('a\r\n\tb\u0000c')).toBe('a b c');
    expect(cleanDetail('word '.repeat(1_000))).toHaveLength(detailLimit);
  });
});
