import { describe, expect, it } from 'vitest';
import type { Spec } from '../../../../src/domain/fleet/spec.ts';
import type { MachineFacts } from '../../../../src/domain/machine/machine-facts.ts';
import { amaService } from '../../../../src/domain/services/ama/ama.ts';
import { identityService } from '../../../../src/domain/services/identity/identity.ts';
import {
  agent,
  arcMachine,
  authentication,
  builtInId,
  foreignId,
  secondForeignId,
  sharedFacts,
  vmMachine,
} from '../facts.ts';
import { acceptanceOf, failedTry, inputOf, minutesAgo, stepRecord, wantedOf } from '../service-input.ts';

function vmWith(system: boolean, ...userAssigned: readonly string[]) {
  return vmMachine({ identity: { system, userAssigned } });
}

function find(facts = vmMachine(), spec: Partial<Spec> = {}, shared = sharedFacts()) {
  return identityService.find(inputOf({ facts, spec, shared }));
}

describe('the built-in identity', () => {
  it.each([
    ['none', vmWith(false), 'hold', 'UserAssigned', true],
    ['a system identity', vmWith(true), 'hold', 'SystemAssigned, UserAssigned', false],
    ['one of others', vmWith(false, foreignId), 'attach', 'UserAssigned', true],
    ['two of others', vmWith(false, foreignId, secondForeignId), 'attach', 'UserAssigned', false],
    ['a system identity and one of others', vmWith(true, foreignId), 'attach', 'SystemAssigned, UserAssigned', false],
  ] as const)(
    'is attached beside %s, and says whether the default token changes',
    (_, facts, onForeignIdentity, type, changes) => {
      const [step] = wantedOf(find(facts, { onForeignIdentity }));
      expect(step).toMatchObject({
        id: 'attachIdentity',
        changesDefaultToken: changes,
        produces: ['identity'],
        exclusive: false,
      });
      expect(step?.write).toEqual({
        kind: 'attachIdentity',
        target: facts.machine,
        body: { identity: { type, userAssignedIdentities: { [builtInId]: {} } } },
        ifMatch: '"1"',
      });
    },
  );

  it('is in place whatever the spelling of its id, also beside others', () => {
    expect(find(vmWith(false, builtInId.toUpperCase())).kind).toBe('satisfied');
    expect(find(vmWith(true, foreignId, builtInId)).kind).toBe('satisfied');
  });

  it('must exist', () => {
    const missing = sharedFacts({ builtInIdentity: { state: 'missing', resourceId: builtInId } });
    expect(find(vmMachine(), {}, missing)).toMatchObject({ kind: 'blocked', code: 'IdentityMissing' });
    expect(find(vmWith(false, builtInId), {}, missing)).toMatchObject({ kind: 'blocked', code: 'IdentityMissing' });
  });

  it('is not decided about while it cannot be read', () => {
    const unknown = sharedFacts({ builtInIdentity: { state: 'unknown', resourceId: builtInId } });
    expect(find(vmMachine(), {}, unknown)).toMatchObject({ kind: 'blocked', code: 'ReferenceUnreadable' });
    expect(find(vmWith(false, builtInId), {}, unknown).kind).toBe('satisfied');
  });
});

describe('an identity of others', () => {
  it('holds the machine', () => {
    const finding = find(vmWith(false, foreignId));
    expect(finding).toMatchObject({ kind: 'blocked', code: 'ForeignIdentity' });
    expect(finding).toMatchObject({ detail: expect.stringContaining('app-identity') });
  });

  it('is reused when it is the only one', () => {
    const missing = sharedFacts({ builtInIdentity: { state: 'missing', resourceId: builtInId } });
    const finding = find(vmWith(false, foreignId), { onForeignIdentity: 'reuse' }, missing);
    expect(finding).toEqual({ kind: 'satisfied', detail: `uses ${foreignId}`, provides: ['identity'] });
  });

  it('holds the machine when there are two to choose from', () => {
    const finding = find(vmWith(false, foreignId, secondForeignId), { onForeignIdentity: 'reuse' });
    expect(finding).toMatchObject({ kind: 'blocked', code: 'ForeignIdentity' });
  });

  it('is kept when the agent uses it already, even beside a second one', () => {
    const identity = { system: false, userAssigned: [foreignId, secondForeignId] };
    const facts = vmMachine({ identity, extensions: [agent({ settings: authentication(secondForeignId) })] });
    expect(find(facts, { onForeignIdentity: 'reuse' })).toEqual({
      kind: 'satisfied',
      detail: `uses ${secondForeignId}`,
      provides: ['identity'],
    });
  });
});

describe('an identity of others that a person has accepted', () => {
  const facts = vmWith(false, foreignId);
  const accepted = [acceptanceOf(find(facts))];
  const findAccepted = (now: MachineFacts, spec: Partial<Spec> = {}) =>
    identityService.find(inputOf({ facts: now, spec, accepted }));

  it('E19: has ours attached beside it, and the plan says that the default token changes', () => {
    const [step] = wantedOf(findAccepted(facts));
    expect(step).toMatchObject({ id: 'attachIdentity', changesDefaultToken: true });
    expect(step?.write).toMatchObject({
      body: { identity: { type: 'UserAssigned', userAssignedIdentities: { [builtInId]: {} } } },
    });
    expect(amaService.find(inputOf({ facts, accepted })).kind).toBe('wanted');
  });

  it('E19: is told with what follows for the default token, which is a part of what is accepted', () => {
    expect(find(facts)).toMatchObject({ detail: expect.stringContaining('would change its default token') });
    const withSystem = vmWith(true, foreignId);
    expect(find(withSystem)).toMatchObject({ detail: expect.stringContaining('would change no default token') });
    expect(findAccepted(withSystem)).toMatchObject({ kind: 'blocked', code: 'ForeignIdentity' });
  });

  it.each([
    ['another identity', vmWith(false, secondForeignId), {}],
    ['one more', vmWith(false, foreignId, secondForeignId), {}],
    ['one of the same name elsewhere', vmWith(false, foreignId.replace('rg-app', 'rg-other')), {}],
    ['a system identity instead of ours', facts, { identity: 'system' }],
  ] as const)('E19: is not accepted for %s', (_, now, spec) => {
    expect(findAccepted(now, spec)).toMatchObject({ kind: 'blocked', code: 'ForeignIdentity' });
  });

  it('E19: is accepted in any spelling and order', () => {
    const both = [acceptanceOf(find(vmWith(false, foreignId, secondForeignId)))];
    const turned = vmWith(false, secondForeignId.toUpperCase(), foreignId);
    expect(identityService.find(inputOf({ facts: turned, accepted: both })).kind).toBe('wanted');
  });

  it('E19: chooses none of several where the rule is to reuse the only one, and attaches ours', () => {
    const spec = { onForeignIdentity: 'reuse' } as const;
    const two = vmWith(false, foreignId, secondForeignId);
    const [step] = wantedOf(
      identityService.find(inputOf({ facts: two, spec, accepted: [acceptanceOf(find(two, spec))] })),
    );
    expect(step).toMatchObject({ id: 'attachIdentity', changesDefaultToken: false });
    expect(JSON.stringify(step?.write)).not.toContain('backup-identity');
  });

  it('E19: lets a system identity be attached, where that was accepted', () => {
    const spec = { identity: 'system' } as const;
    const system = [acceptanceOf(find(facts, spec))];
    const [step] = wantedOf(identityService.find(inputOf({ facts, spec, accepted: system })));
    expect(step).toMatchObject({ changesDefaultToken: true });
    expect(step?.write).toMatchObject({ body: { identity: { type: 'SystemAssigned, UserAssigned' } } });
  });

  it('E19: does not make up for an identity of ours that is missing', () => {
    const missing = sharedFacts({ builtInIdentity: { state: 'missing', resourceId: builtInId } });
    const finding = identityService.find(inputOf({ facts, shared: missing, accepted }));
    expect(finding).toMatchObject({ kind: 'blocked', code: 'IdentityMissing' });
  });
});

describe('a system identity', () => {
  it('is added without dropping those of others', () => {
    const [step] = wantedOf(find(vmWith(false, foreignId), { identity: 'system', onForeignIdentity: 'attach' }));
    expect(step?.write).toMatchObject({ body: { identity: { type: 'SystemAssigned, UserAssigned' } } });
    expect(JSON.stringify(step?.write)).not.toContain(foreignId);
    expect(step?.changesDefaultToken).toBe(true);
  });

  it('is added to a machine without any', () => {
    const [step] = wantedOf(find(vmMachine(), { identity: 'system' }));
    expect(step?.write).toMatchObject({ body: { identity: { type: 'SystemAssigned' } } });
  });

  it('is in place', () => {
    expect(find(vmWith(true), { identity: 'system' }).kind).toBe('satisfied');
  });
});

describe('an Arc machine', () => {
  it('M6: brings its own', () => {
    expect(find(arcMachine()).kind).toBe('not-applicable');
  });

  it('without one is held, and left alone while disconnected', () => {
    const identity = { system: false, userAssigned: [] };
    expect(find(arcMachine({ identity }))).toMatchObject({ kind: 'blocked', code: 'IdentityMissing' });
    expect(find(arcMachine({ identity }, { status: 'Disconnected' }))).toEqual({
      kind: 'waiting',
      reason: 'Disconnected',
    });
  });
});

describe('after a refusal', () => {
  const refused = (code: string, nextAttemptAt?: string) =>
    identityService.find(
      inputOf({
        history: { steps: { attachIdentity: stepRecord({ failure: failedTry(code), nextAttemptAt }, 'failed') } },
      }),
    );

  it('a lock holds until a person asks again', () => {
    expect(refused('ScopeLocked')).toEqual({
      kind: 'blocked',
      code: 'ScopeLocked',
      detail: 'x',
      step: { stepId: 'attachIdentity', treatment: 'hold', dueMs: undefined },
    });
  });

  it('the next try waits for its time', () => {
    expect(refused('ServerError', minutesAgo(-1))).toMatchObject({ kind: 'blocked', code: 'ServerError' });
    expect(refused('ServerError', minutesAgo(1)).kind).toBe('wanted');
  });

  it('a missing permission is tried again the next day', () => {
    expect(refused('AuthorizationFailed')).toMatchObject({ kind: 'blocked', code: 'AuthorizationFailed' });
    const step = stepRecord({ failure: failedTry('AuthorizationFailed'), lastAt: minutesAgo(25 * 60) }, 'failed');
    expect(identityService.find(inputOf({ history: { steps: { attachIdentity: step } } })).kind).toBe('wanted');
  });

  it('a code of another release counts as unknown and is tried again', () => {
    expect(refused('CodeOfTomorrow', minutesAgo(-1))).toMatchObject({ kind: 'blocked', code: 'UnknownFailure' });
  });
});

it('waits while Azure works on our write', () => {
  const steps = {
    attachIdentity: stepRecord({ operationUrl: 'https://management.azure.com/operations/1' }, 'accepted'),
  };
  expect(identityService.find(inputOf({ history: { steps } }))).toEqual({
    kind: 'provisioning',
    what: 'attachIdentity',
  });
});
