import { createHmac } from 'node:crypto';
import { ArmError } from './arm-error.ts';
import type { Principal } from './principals.ts';

/** Signs and reads the bearer tokens of the simulated tenant (JWT, HS256). Times are real time, in seconds. */
export interface TokenIssuer {
  issue(principal: Principal, audience: string, lifetimeSeconds?: number): IssuedToken;
  /** The object id the token is for; throws ARM's 401 when it is missing, malformed, foreign or expired. */
  read(authorization: string | undefined): string;
}

interface IssuedToken {
  readonly token: string;
  readonly expiresOn: number;
}

export function createTokenIssuer(secret: string): TokenIssuer {
  const sign = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  return {
    issue: (principal, audience, lifetimeSeconds = 86_400) => {
      const issuedAt = Math.floor(Date.now() / 1000);
      const expiresOn = issuedAt + lifetimeSeconds;
      const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claimsOf(principal, audience, issuedAt, expiresOn))}`;
      return { token: `${text}.${sign(text)}`, expiresOn };
    },
    read: (authorization) => readToken(authorization, sign),
  };
}

function claimsOf(
  principal: Principal,
  audience: string,
  issuedAt: number,
  expiresOn: number,
): Record<string, unknown> {
  return {
    aud: audience,
    iss: `https://sts.windows.net/${principal.tenantId}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: expiresOn,
    tid: principal.tenantId,
    oid: principal.objectId,
    sub: principal.objectId,
    appid: principal.clientId,
    idtyp: 'app',
    ver: '1.0',
  };
}

function readToken(authorization: string | undefined, sign: (text: string) => string): string {
  if (authorization === undefined) {
    throw unauthorized('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
  }
  const token = /^Bearer (.+)$/i.exec(authorization)?.[1];
  const [header, payload, signature] = token?.split('.') ?? [];
  if (header === undefined || payload === undefined || signature !== sign(`${header}.${payload}`)) {
    throw unauthorized('InvalidAuthenticationToken', 'The access token is invalid.');
  }
  const claims: { oid?: unknown; exp?: unknown } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  if (typeof claims.exp !== 'number' || claims.exp * 1000 <= Date.now()) {
    const message = 'The access token expiry UTC time is earlier than current UTC time.';
    throw unauthorized('ExpiredAuthenticationToken', message);
  }
  if (typeof claims.oid !== 'string') throw unauthorized('InvalidAuthenticationToken', 'The access token is invalid.');
  return claims.oid;
}

function unauthorized(code: string, message: string): ArmError {
  const challenge = `Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="${message}"`;
  return new ArmError(401, { code, message }, { 'www-authenticate': challenge });
}

function encode(value: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}
