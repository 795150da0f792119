import { isAccepted } from '../../findings/accepted.ts';
import type { Finding } from '../../findings/finding.ts';
import type { ServiceInput } from '../../findings/service.ts';
import { isSameId } from '../../ids.ts';
import type { MadeBySubscription } from '../../machine/machine-facts.ts';
import { findAgent } from './agent-extension.ts';
import { findForeignByUser } from './foreign-identity.ts';

/** The identity the agent signs in with. */
export type AgentIdentity =
  /** Its settings name no identity: the system-assigned one is used. */
  | { readonly kind: 'system' }
  /** `isAttached` is false while the identity step has still to be sent. */
  | { readonly kind: 'user'; readonly resourceId: string; readonly isAttached: boolean; readonly isForeign: boolean }
  | { readonly kind: 'undecided'; readonly finding: Finding };
/** The same, once it is known. */
export type DecidedIdentity = Exclude<AgentIdentity, { kind: 'undecided' }>;

/**
 * Which identity the agent of this machine uses: the one source for the identity step and for the agent's settings,
 * so that the two can never point at different identities. Arc always signs in with its system-assigned identity.
 */
export function agentIdentity(input: ServiceInput): AgentIdentity {
  const { facts, spec, shared } = input;
  if (facts.platform.kind === 'arc' || spec.identity === 'system') return { kind: 'system' };
  const { userAssigned } = facts.identity;
  const ours = shared.builtInIdentity;
  const attached = userAssigned.find((id) => isSameId(id, ours.resourceId));
  const foreign = userAssigned.filter((id) => !isSameId(id, ours.resourceId));
  if (spec.onForeignIdentity === 'reuse') {
    const reused = reusedIdentity(input, foreign, attached !== undefined);
    if (reused !== undefined) return { kind: 'user', resourceId: reused, isAttached: true, isForeign: true };
  }
  if (attached === undefined && foreign.length > 0 && spec.onForeignIdentity !== 'attach') {
    const finding = findForeignByUser(facts.identity, spec.onForeignIdentity);
    if (!isAccepted(input.accepted, finding)) return { kind: 'undecided', finding };
  }
  if (ours.state === 'missing') return missing(ours.resourceId, shared.made);
  if (attached === undefined && ours.state === 'unknown') {
    return blocked('ReferenceUnreadable', `${ours.resourceId} could not be read`);
  }
  return {
    kind: 'user',
    resourceId: attached ?? ours.resourceId,
    isAttached: attached !== undefined,
    isForeign: false,
  };
}

/** The one the agent uses already, else the only one there is; more than one is for a person to choose from. */
function reusedIdentity(input: ServiceInput, foreign: readonly string[], isOursAttached: boolean): string | undefined {
  const named = findAgent(input.facts, input.spec.os)?.identityId;
  const used = foreign.find((id) => named !== undefined && isSameId(id, named));
  if (used !== undefined) return used;
  return foreign.length === 1 && !isOursAttached ? foreign[0] : undefined;
}

/** The look at the subscription makes it, or a person does. */
function missing(resourceId: string, { identity, noIdentity, heldUp }: MadeBySubscription): AgentIdentity {
  const detail = `${resourceId} does not exist`;
  if (identity) {
    const told = heldUp === undefined ? detail : `${detail}; ${heldUp}`;
    return { kind: 'undecided', finding: { kind: 'waiting', reason: 'SubscriptionNotReady', detail: told } };
  }
  const why = noIdentity === undefined ? '' : `, and its subscription makes none: ${noIdentity}`;
  return blocked('IdentityMissing', `${detail}${why}`);
}

function blocked(code: 'IdentityMissing' | 'ReferenceUnreadable', detail: string): AgentIdentity {
  return { kind: 'undecided', finding: { kind: 'blocked', code, detail } };
}
