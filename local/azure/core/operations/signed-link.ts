import { createHash } from 'node:crypto';

const signatureNames = ['t', 'c', 's', 'h'] as const;

/** A certificate in base64url has about 2,600 characters; ours is no certificate. */
const certificate = `MIIH${bytesOf('certificate', 1940)}`;

/**
 * The signature that ARM appends to the links of an operation: time, certificate, signature and hash, 3 kB of text that
 * a client has to keep whole (recordings of azure-powershell and azure-cli since 2024).
 */
export function signatureOf(operationId: string, startedAtMs: number): string {
  const { t, c, s, h } = partsOf(operationId, startedAtMs);
  return `t=${t}&c=${c}&s=${s}&h=${h}`;
}

/** Whether a link came back as it was given out. One without any signature passes: clients of before 2024 send those. */
export function isSignatureWhole(
  query: Readonly<Record<string, string>>,
  operation: { readonly id: string; readonly startedAtMs: number },
): boolean {
  if (signatureNames.every((name) => query[name] === undefined)) return true;
  const parts = partsOf(operation.id, operation.startedAtMs);
  return signatureNames.every((name) => query[name] === parts[name]);
}

/** The query without a signature: what need not be kept. */
export function withoutSignature(query: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { t: _time, c: _certificate, s: _signature, h: _hash, ...rest } = query;
  return rest;
}

function partsOf(operationId: string, startedAtMs: number): Record<(typeof signatureNames)[number], string> {
  // .NET ticks: 100 ns since the year 1.
  const t = String(BigInt(startedAtMs) * 10_000n + 621_355_968_000_000_000n);
  return { t, c: certificate, s: bytesOf(`${operationId} s`, 256), h: bytesOf(`${operationId} h`, 32) };
}

function bytesOf(text: string, outputLength: number): string {
  return createHash('shake256', { outputLength }).update(text).digest('base64url');
}
