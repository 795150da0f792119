import { describe, expect, it } from 'vitest';
import { readDeniedActions } from '../../../src/domain/failures/denied-action.ts';
import type { RawFailure } from '../../../src/domain/failures/failure.ts';
import { decodeDenied, missingRights } from '../../../src/domain/write/missing-rights.ts';

const vm =
  '/subscriptions/7b9c1f0a-0d4e-4a57-9a68-3f1f6f5c2f11/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/a';
const identity = vm.replace(
  'Microsoft.Compute/virtualMachines/a',
  'Microsoft.ManagedIdentity/userAssignedIdentities/i',
);
const client =
  "The client 'c11e0700-0000-4000-a000-000000000001' with object id '0b1ec700-0000-4000-a000-000000000001'";
const write = 'Microsoft.Compute/virtualMachines/write';
const assign = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action';
const plain = `${client} does not have authorization to perform action '${write}' over scope '${vm}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
const linked = `${client} has permission to perform action '${write}' on scope '${vm}'; however, it does not have permission to perform action(s) '${assign}' on the linked scope(s) '${identity}' (respectively) or the linked scope(s) are invalid.`;

function refused(code: string, message: string): RawFailure {
  return {
    source: 'http',
    status: 403,
    code,
    message,
    detailCodes: [],
    retryAfterSeconds: undefined,
    correlationId: undefined,
  };
}

describe('a refusal for want of a right', () => {
  it('M15: is read for action and scope, the linked ones where it is about these', () => {
    expect(readDeniedActions(plain)).toEqual([{ action: write, scope: vm }]);
    expect(readDeniedActions(linked)).toEqual([{ action: assign, scope: identity }]);
    expect(readDeniedActions('You may not.')).toEqual([]);
  });

  it('M15: begins with action, scope and the least built-in role, and fits into a row', () => {
    const { code, detail } = decodeDenied(refused('AuthorizationFailed', plain));
    expect(code).toBe('AuthorizationFailed');
    expect(detail.startsWith(`'${write}' is missing on '${vm}' (built-in role "Virtual Machine Contributor") - `)).toBe(
      true,
    );
    expect(detail.length).toBeLessThanOrEqual(400);
    expect(decodeDenied(refused('LinkedAuthorizationFailed', linked)).detail).toContain(
      `'${assign}' is missing on '${identity}' (built-in role "Managed Identity Operator")`,
    );
  });

  it('M15: in other words, or about something else, keeps the words of Azure', () => {
    expect(decodeDenied(refused('AuthorizationFailed', 'You may not.')).detail).toBe(
      'AuthorizationFailed: You may not.',
    );
    expect(decodeDenied(refused('RequestDisallowedByPolicy', plain)).detail).toContain(
      'RequestDisallowedByPolicy: The client',
    );
  });
});

it('M15: what was found before a write says that nothing was sent; an action of nobody names no role', () => {
  expect(missingRights([{ action: write, scope: vm }])).toMatchObject({
    code: 'AuthorizationFailed',
    class: 'fail',
    detail: `not sent: '${write}' is missing on '${vm}' (built-in role "Virtual Machine Contributor")`,
  });
  expect(missingRights([{ action: 'A.B/c/write', scope: '/x' }]).detail).toBe(
    "not sent: 'A.B/c/write' is missing on '/x'",
  );
});
