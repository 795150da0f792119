import type { Obstacle } from '../../findings/finding.ts';
import type { Spec } from '../../fleet/spec.ts';
import type { IdentityFacts } from '../../machine/machine-facts.ts';
import { changesTokenByUser } from './default-token.ts';

type ForeignIdentity = Extract<Obstacle, { kind: 'blocked' }>;
type Rule = Spec['onForeignIdentity'];

/**
 * The machine carries identities of others, none of them ours, and the profile does not say that ours goes beside them.
 * Who accepts this lets ours be attached; that code may get another token then is a part of what is accepted.
 */
export function findForeignByUser(identity: IdentityFacts, rule: Rule): ForeignIdentity {
  const changesToken = changesTokenByUser(identity);
  const effect = changesToken
    ? 'ours beside it would change its default token'
    : 'ours beside it would change no default token';
  return foreign(identity, `and onForeignIdentity is ${rule}; ${effect}`, changesToken ? 'other token' : 'same token');
}

/** The same where the profile wants a system identity, which always changes the default token of such a machine. */
export function findForeignBySystem(identity: IdentityFacts, rule: Rule): ForeignIdentity | undefined {
  if (identity.userAssigned.length === 0 || rule !== 'hold') return undefined;
  return foreign(identity, 'and a system identity would change its default token', 'system identity');
}

function foreign({ userAssigned }: IdentityFacts, why: string, effect: string): ForeignIdentity {
  const names = userAssigned.map((id) => id.slice(id.lastIndexOf('/') + 1)).join(', ');
  const detail = `the machine carries ${names}, ${why}`;
  return { kind: 'blocked', code: 'ForeignIdentity', detail, about: [effect, ...userAssigned] };
}
