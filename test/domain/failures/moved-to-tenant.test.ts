import { expect, test } from 'vitest';
import type { RawFailure } from '../../../src/domain/failures/failure.ts';
import { movedToTenant } from '../../../src/domain/failures/moved-to-tenant.ts';

const [old, now] = ['7e4a47ed-0000-4000-a000-000000000001', '7e4a47ed-0000-4000-a000-0000000000FF'];
const refused = (code: string, message: string): RawFailure => ({
  ...{ source: 'http', status: 401, code, message },
  ...{ detailCodes: [], retryAfterSeconds: undefined, correlationId: undefined },
});
const wrongIssuer = `The access token is from the wrong issuer 'https://sts.windows.net/${old}/'.`;

test.each([
  [
    'one tenant',
    `${wrongIssuer} It must match the tenant 'https://sts.windows.net/${now}/' associated with this subscription.`,
  ],
  [
    'one of several',
    `${wrongIssuer} It must match one of the tenants 'https://sts.windows.net/${now}/,https://sts.windows.net/${old}/' associated with this subscription.`,
  ],
])('E17: the tenant is read out of the refusal: %s', (_what, message) => {
  expect(movedToTenant(refused('InvalidAuthenticationTokenTenant', message))).toBe(now.toLowerCase());
});

test('E17: a refusal that names none is a move all the same', () => {
  expect(movedToTenant(refused('InvalidAuthenticationTokenTenant', 'no'))).toBe('unknown');
});

test('another refusal, and no answer, are none', () => {
  expect(movedToTenant(refused('InvalidAuthenticationToken', wrongIssuer))).toBeUndefined();
  expect(movedToTenant({ source: 'network', message: 'InvalidAuthenticationTokenTenant' })).toBeUndefined();
});
