export const principalNames = ['app', 'operator', 'other', 'defender'] as const;
export type PrincipalName = (typeof principalNames)[number];

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

/** Windows Azure Security Resource Provider (merill/microsoft-info, list of Microsoft's first-party applications). */
const defenderClientId = '8edd93e1-2103-40b4-bd70-6e34e586362d';

/**
 * The app under test, the person or pipeline that works on machines, a second writer that gets in the way, and Defender
 * for Cloud.
 */
export function createPrincipals(tenantId: string): Principals {
  const principal = (name: PrincipalName, digit: string): Principal => ({
    name,
    objectId: `0b1ec700-0000-4000-a000-00000000000${digit}`,
    clientId: `c11e0700-0000-4000-a000-00000000000${digit}`,
    tenantId,
  });
  return {
    app: principal('app', '1'),
    operator: principal('operator', '2'),
    other: principal('other', '3'),
    defender: { ...principal('defender', '4'), clientId: defenderClientId },
  };
}

/** The principal with that object id. */
export function findPrincipal(principals: Principals, objectId: string): Principal | undefined {
  return Object.values(principals).find((principal) => principal.objectId === objectId);
}
