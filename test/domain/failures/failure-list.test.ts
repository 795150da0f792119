import { describe, expect, it } from 'vitest';
import {
  acceptableCodes,
  failureAnchor,
  failureCodes,
  failureInfo,
  failureList,
  hintOf,
} from '../../../src/domain/failures/failure-list.ts';

describe('the list of failures', () => {
  it.each(failureCodes)('%s has a hint of one readable line', (code) => {
    const { hint } = failureList[code];
    expect(hint).toMatch(/^[A-Z].{20,179}\.$/);
  });

  it('says of every hold that the machine must be onboarded again, because nothing else ends it', () => {
    // The first two are only alerts in the timeline; what the file, a sweep or an approval ends is looked at by itself.
    const ends = [
      'IdentityLost',
      'IdentityHasRoles',
      'ScopeNotReadable',
      'TenantNotConfirmed',
      'ReachesProtectedMachines',
      'EndpointNotEnabled',
      'LegacyAutoProvisioning',
    ];
    const held = failureCodes.filter((code) => failureInfo(code).class === 'hold' && !ends.includes(code));
    const again = /then onboard (?:the machine|the subscription|it) again/;
    expect(held.filter((code) => !again.test(failureList[code].hint))).toEqual([]);
  });

  it('E19: lets a person accept holds alone, says so in their hints, and has these', () => {
    expect(acceptableCodes).toEqual([
      'ForeignIdentity',
      'OtherEdr',
      'OtherEdrUnknown',
      'SurgeReplacesInstances',
      'UnknownImage',
    ]);
    for (const code of acceptableCodes) {
      expect(failureInfo(code).class).toBe('hold');
      expect(failureInfo(code).hint).toContain('or accept it for this one');
    }
  });

  it('names a pending reason exactly for what goes on by itself', () => {
    const wrong = failureCodes.filter((code) => {
      const info = failureInfo(code);
      const isShort = code === 'PreconditionFailed' || code === 'PermitExpired';
      return (info.class === 'wait' && !isShort) !== (info.pendingReason !== undefined);
    });
    expect(wrong).toEqual([]);
  });

  it('treats a code of another release as an unknown failure', () => {
    expect(failureInfo('CodeOfTomorrow')).toEqual(failureList.UnknownFailure);
    expect(failureInfo('constructor')).toEqual(failureList.UnknownFailure);
  });

  it('has no hint for a reason that is no failure', () => {
    expect(hintOf('Off')).toBeUndefined();
    expect(hintOf(undefined)).toBeUndefined();
    expect(hintOf('ScopeLocked')).toContain('lock');
  });

  it('points into the runbook', () => {
    expect(failureAnchor('ScopeLocked')).toBe('docs/OPERATIONS.md#scopelocked');
  });
});
