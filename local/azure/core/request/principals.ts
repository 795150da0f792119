export type PrincipalName = 'app' | 'operator' | 'other';

/** Someone who calls ARM: a service principal of the simulated tenant. */
export interface Principal {
  readonly name: PrincipalName;
  /** Claim `oid`. */
  readonly objectId: string;
  /** Claim `appid`. */
  readonly clientId: string;
  readonly tenantId: string;
}

export type Principals = Readonly<Record<PrincipalName, Principal>>;

/** The app under test, the person or pipeline that works on machines, and a second writer that gets in the way. */
export function createPrincipals(tenantId: string): Principals {
  const principal = (name: PrincipalName, digit: string): Principal => ({
    name,
    objectId: `0b1ec700-0000-4000-a000-00000000000${digit}`,
    clientId: `c11e0700-0000-4000-a000-00000000000${digit}`,
    tenantId,
  });
  return { app: principal('app', '1'), operator: principal('operator', '2'), other: principal('other', '3') };
}

/** The principal with that object id. */
export function findPrincipal(principals: Principals, objectId: string): Principal | undefined {
  return Object.values(principals).find((principal) => principal.objectId === objectId);
}
