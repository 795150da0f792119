import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detailLimit, redact, withoutNames } from '../../src/domain/redact.ts';

const jwt = ['eyJhbGciOiJSUzI1NiJ9', 'eyJvaWQiOiJ4In0', 'c2lnbmF0dXJl'].join('.');

describe('text of others in our rows', () => {
  it.each([
    ['a bearer token', 'Authorization: Bearer abc.def-ghi', 'abc.def-ghi'],
    ['a JWT', 'token eyJhbGciOi.eyJzdWIiOiIx.c2ln is bad', 'eyJzdWIiOiIx'],
    ['a signature', 'GET https://a.b/c?sv=2020&sig=Zm9vYmFy%3D failed', 'Zm9vYmFy'],
    ['a password in JSON', '{"username":"u","password":"hunter2"}', 'hunter2'],
    ['an account key', 'AccountKey=c2VjcmV0c2VjcmV0;EndpointSuffix=x', 'c2VjcmV0'],
    ['a proxy password', 'proxy http://user:hunter2@proxy:3128 refused', 'hunter2'],
    ['a long script', `script ${'QUJD'.repeat(40)} failed`, 'QUJDQUJD'],
    ['a password in JSON within JSON', String.raw`{\"password\":\"hunter2\"}`, 'hunter2'],
    ['a password with a quote in it', String.raw`{"password":"hun\"ter2"}`, 'ter2'],
    ['a password in XML', '<Password>hunter2</Password>', 'hunter2'],
    ['a password of a command line', 'install.sh --password hunter2 --verbose', 'hunter2'],
    ['a proxy password with an @ in it', 'proxy http://user:hunt@er2@proxy:3128 refused', 'er2'],
    ['basic authentication', 'Authorization: Basic dXNlcjpodW50ZXIy', 'dXNlcjpodW50ZXIy'],
    ['an encoded signature', 'url=https%3A%2F%2Fa.b%2Fc%3Fsv%3D2020%26sig%3DZm9vYmFy%26x', 'Zm9vYmFy'],
    [
      'a signed operation URL',
      'GET https://arm/operations/1?api-version=2024-01-01&t=638&c=MIIH&s=Zm9vYmFy&h=YmFy',
      'Zm9vYmFy',
    ],
    ['a key of 256 bits', `key ${'Ab1+'.repeat(10)}xyz= was refused`, 'Ab1+Ab1+'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----', 'MIIEow'],
    ['a connection string', 'SharedAccessKeyName=root;SharedAccessKey=c2VjcmV0', 'c2VjcmV0'],
    ['a client secret', 'client_secret: abc8Q~x', 'abc8Q'],
    ['protected settings', '"protectedSettings":{"commandToExecute":"net user x hunter2"}', 'hunter2'],
    ['a function key', 'x-functions-key: hunter2', 'hunter2'],
    ['a workspace key', "workspaceKey='hunter2'", 'hunter2'],
  ])('loses %s', (_, text, secret) => {
    expect(redact(text)).not.toContain(secret);
  });

  it.each([
    "The scope '/subscriptions/3bb6fd82/resourceGroups/rg' is locked: 'no-change' (code 51)",
    "Changing property 'publisher' is not allowed.",
    'Error code: 3; exit code: 51, /var/lib/waagent/Microsoft.Azure.Monitor.AzureMonitorLinuxAgent-1.33.1/./shim.sh',
    'More information is available at https://aka.ms/VMExtensionCSEWindowsTroubleshoot',
    '/subscriptions/5b5c0000-0000-4000-a000-000000000001/resourceGroups/resourcegroupwithaverylongname/providers/Microsoft.ManagedIdentity/userAssignedIdentities/identitywithaverylongname',
    'The access token expiry time 12/1/2026 is earlier than current time; the password is wrong',
  ])('keeps what helps to understand: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('is one line and bounded', () => {
    expect(redact('a\r\n\tb\u0000c')).toBe('a b c');
    expect(redact('word '.repeat(1_000))).toHaveLength(detailLimit);
    expect(redact('x'.repeat(100_000))).toBe('(removed)');
  });

  it('holds no token and no key in an error of Azure', () => {
    const dirty = `Bearer ${jwt} then ${jwt}, AccountKey=abc/def==; ?code=secret1&x=1 {"password": "hunter2"} sig=zz`;
    const clean = redact(dirty, 1_000);
    for (const secret of [jwt, 'abc/def', 'secret1', 'hunter2', 'zz']) expect(clean).not.toContain(secret);
    expect(clean).toContain('&x=1');
    expect(redact('x '.repeat(5_000), 1_000)).toHaveLength(1_000);
  });
});

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const secretText = fc.string({ unit: fc.constantFrom(...letters), minLength: 24, maxLength: 40 });
/** Every form in which a secret was seen in texts of Azure, of handlers and of scripts. */
const carriers: readonly ((secret: string) => string)[] = [
  (secret) => `Authorization: Bearer ${secret}`,
  (secret) => `https://acc.blob.core.windows.net/c/f.sh?sv=2022-11-02&st=2026&se=2027&sr=b&sp=r&sig=${secret}%3D`,
  (secret) => `https://management.azure.com/subscriptions/s/operations/o?p=1&t=638&c=${secret}&s=${secret}&h=${secret}`,
  (secret) => `https://hooks.example/api/f?code=${secret}`,
  (secret) => `{"properties":{"adminPassword":"${secret}"}}`,
  (secret) => JSON.stringify(JSON.stringify({ protectedSettings: { storageAccountKey: secret } })),
  (secret) => JSON.stringify({ client_secret: secret, grant_type: 'client_credentials' }),
  (secret) => `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${secret}==;EndpointSuffix=core.windows.net`,
  (secret) => `Endpoint=sb://ns/;SharedAccessKeyName=k;SharedAccessKey=${secret}=`,
  (secret) => `http://user:${secret}@proxy.corp:3128`,
  (secret) => `password=${secret}, user=u`,
  (secret) => `pwd: '${secret}'`,
  (secret) => `<Secret>${secret}</Secret>`,
  (secret) => `msiexec /password ${secret} /quiet`,
  (secret) => `curl --token ${secret} x`,
  (secret) => `eyJhbGciOiJSUzI1NiJ9.${secret}.${secret}`,
  (secret) => `SharedAccessSignature sr=x&sig=${secret}&se=1`,
  (secret) => `refresh_token=${secret}`,
];

describe('no secret survives', () => {
  const noise = fc.string({ unit: fc.constantFrom(...`${letters} .,;:'"{}[]/\\=&?\n`), maxLength: 300 });

  it('in any form, in any text, at any limit', () => {
    const limits = fc.constantFrom(20, 100, detailLimit, 4_000);
    fc.assert(
      fc.property(
        secretText,
        fc.constantFrom(...carriers),
        noise,
        noise,
        limits,
        (secret, carry, before, after, limit) => {
          const clean = redact(`${before} ${carry(secret)} ${after}`, limit);
          expect(clean).not.toContain(secret.slice(0, 12));
          expect(clean.length).toBeLessThanOrEqual(limit);
          expect(clean).not.toMatch(/\p{Cc}/u);
        },
      ),
      { seed: 11, numRuns: 2_000 },
    );
  });

  it('where the text is cut within it', () => {
    fc.assert(
      fc.property(secretText, fc.constantFrom(...carriers), fc.integer({ min: 0, max: 120 }), (secret, carry, left) => {
        const text = `${'a '.repeat((20 * 20 - left) / 2)} ${carry(secret)}`;
        expect(redact(text, 20)).not.toContain(secret.slice(0, 12));
      }),
      { seed: 12, numRuns: 500 },
    );
  });

  it('twice: what is clean stays as it is', () => {
    fc.assert(
      fc.property(secretText, fc.constantFrom(...carriers), noise, (secret, carry, before) => {
        const clean = redact(`${before} ${carry(secret)}`);
        expect(redact(clean)).toBe(clean);
      }),
      { seed: 13, numRuns: 500 },
    );
  });
});

it('stays fast on what is made to be slow', () => {
  const started = performance.now();
  for (const part of [
    'a-',
    'key=',
    '//a:',
    '\\"',
    "password='",
    '-----BEGIN X-----',
    'eyJaaaaaa.',
    '%26s%3D',
    '{"token":',
  ]) {
    redact(part.repeat(100_000), 4_000);
  }
  expect(performance.now() - started).toBeLessThan(2_000);
});

describe('names taken out', () => {
  it('are whole words, in quotes or not', () => {
    const text = "web-1 and 'web-1' and web-10, my-web-1, web-1.contoso.local: web-1.";
    expect(withoutNames(text, ['web-1'])).toBe(
      "<name> and '<name>' and web-10, my-web-1, web-1.contoso.local: <name>.",
    );
  });

  it('are none where there are none', () => {
    expect(
      withoutNames(
        'Nothing (of it) is a name.',
        ['a.*', ''].filter((name) => name !== ''),
      ),
    ).toBe('Nothing (of it) is a name.');
  });
});
