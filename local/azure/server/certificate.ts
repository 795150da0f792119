import { generate } from 'selfsigned';

/** PEM texts; `certificate` is also the trust anchor for clients (NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE). */
export interface ServerCertificate {
  readonly key: string;
  readonly certificate: string;
}

const dayMs = 24 * 60 * 60_000;

/** A self-signed certificate for 127.0.0.1 and localhost. The Azure clients refuse to send tokens over plain http. */
export async function createCertificate(): Promise<ServerCertificate> {
  const now = Date.now();
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // A day back: clocks of containers are not always equal.
    notBeforeDate: new Date(now - dayMs),
    notAfterDate: new Date(now + 365 * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key: made.private, certificate: made.cert };
}
