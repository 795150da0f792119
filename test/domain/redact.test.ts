import { describe, expect, it } from 'vitest';
import { detailLimit, redact } from '../../src/domain/redact.ts';

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
    expect(redact(text)).not.toContain(secret);
  });

  it('keeps what helps to understand', () => {
    const text = "The scope '/subscriptions/3bb6fd82/resourceGroups/rg' is locked: 'no-change' (code 51)";
    expect(redact(text)).toBe(text);
  });

  it('is one line and bounded', () => {
    expect(redact('a\r\n\tb\u0000c')).toBe('a b c');
    expect(redact('word '.repeat(1_000))).toHaveLength(detailLimit);
  });

  it('holds no token and no key in an error of Azure', () => {
    const jwt = ['eyJhbGciOiJSUzI1NiJ9', 'eyJvaWQiOiJ4In0', 'c2lnbmF0dXJl'].join('.');
    const dirty = `Bearer ${jwt} then ${jwt}, AccountKey=abc/def==; ?code=secret1&x=1 {"password": "hunter2"} sig=zz`;
    const clean = redact(dirty, 1_000);
    for (const secret of [jwt, 'abc/def', 'secret1', 'hunter2', 'zz']) expect(clean).not.toContain(secret);
    expect(clean).toContain('&x=1');
    expect(redact('x '.repeat(5_000), 1_000)).toHaveLength(1_000);
  });
});
