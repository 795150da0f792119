import { isAccepted } from '../../findings/accepted.ts';
import { findDisconnected } from '../../findings/find-obstacle.ts';
import type { Finding } from '../../findings/finding.ts';
import { judgeStep } from '../../findings/judge-step.ts';
import type { Service, ServiceInput } from '../../findings/service.ts';
import { stepIdSchema } from '../../ids.ts';
import type { MachineFacts } from '../../machine/machine-facts.ts';
import type { Need, WantedStep } from '../../step/wanted-step.ts';
import { agentIdentity } from '../agent/agent-identity.ts';
import { changesTokenByUser } from '../agent/default-token.ts';
import { findForeignBySystem } from '../agent/foreign-identity.ts';

const stepId = stepIdSchema.parse('attachIdentity');

/** The managed identity the agent signs in with. It needs no running machine, and never takes an identity away. */
export const identityService: Service = {
  name: 'identity',
  activities: ['attachIdentity'],
  reads: [],
  handlers: [],
  policyFacet: 'attachedIdentity',
  find,
};

const provides: readonly Need[] = ['identity'];

function find(input: ServiceInput): Finding {
  const { facts, spec } = input;
  if (facts.platform.kind === 'arc') return findOfArc(facts);
  const identity = agentIdentity(input);
  if (identity.kind === 'undecided') return identity.finding;
  if (identity.kind === 'user') {
    if (identity.isForeign) return { kind: 'satisfied', detail: `uses ${identity.resourceId}`, provides };
    if (identity.isAttached) return { kind: 'satisfied', provides };
    return judgeStep(input, stepId) ?? { kind: 'wanted', steps: [attachUser(facts, identity.resourceId)] };
  }
  if (facts.identity.system) return { kind: 'satisfied', provides };
  const foreign = findForeignBySystem(facts.identity, spec.onForeignIdentity);
  if (foreign !== undefined && !isAccepted(input.accepted, foreign)) return foreign;
  return judgeStep(input, stepId) ?? { kind: 'wanted', steps: [attachSystem(facts)] };
}

/** Made by azcmagent when the machine was connected; nobody can attach it from outside. */
function findOfArc(facts: MachineFacts): Finding {
  if (facts.identity.system) {
    return { kind: 'not-applicable', reason: 'an Arc machine brings its own identity', provides };
  }
  const detail = 'the Arc machine has no system-assigned identity';
  return findDisconnected(facts) ?? { kind: 'blocked', code: 'IdentityMissing', detail };
}

/**
 * A PATCH merges the identity map, so only our id is named and the others stay; `type` must be the union, because a
 * narrower one drops what it leaves out ("Configure managed identities on Azure VMs using REST", learn.microsoft.com).
 */
function attachUser(facts: MachineFacts, resourceId: string): WantedStep {
  const type = facts.identity.system ? 'SystemAssigned, UserAssigned' : 'UserAssigned';
  const identity = { type, userAssignedIdentities: { [resourceId]: {} } };
  return attach(
    facts,
    identity,
    changesTokenByUser(facts.identity),
    `attach ${resourceId.slice(resourceId.lastIndexOf('/') + 1)}`,
  );
}

function attachSystem(facts: MachineFacts): WantedStep {
  const type = facts.identity.userAssigned.length > 0 ? 'SystemAssigned, UserAssigned' : 'SystemAssigned';
  return attach(facts, { type }, true, 'attach a system-assigned identity');
}

function attach(
  facts: MachineFacts,
  identity: {
    readonly type: string;
    readonly userAssignedIdentities?: Readonly<Record<string, Record<string, never>>>;
  },
  changesDefaultToken: boolean,
  why: string,
): WantedStep {
  return {
    id: stepId,
    service: 'identity',
    why,
    write: { kind: 'attachIdentity', target: facts.machine, body: { identity }, ifMatch: facts.etag },
    needs: [],
    produces: ['identity'],
    // A scale set takes one change of its model at a time.
    exclusive: facts.platform.kind === 'scaleSet',
    creates: false,
    changesDefaultToken,
  };
}
