import { describe, expect, it } from 'vitest';
import { securityEventIds, securityEventQueries } from '../../../src/domain/subscription/security-events.ts';

/** Queries of a rule, Azure docs, "Data collection rules": limits. */
const mostQueries = 100;

describe('queries for security events', () => {
  it('P9: Minimal is the list of Defender, with AppLocker, fifteen events a query', () => {
    const queries = securityEventQueries('Minimal');
    expect(queries).toHaveLength(5);
    expect(queries[0]).toBe(
      'Security!*[System[(EventID=1102) or (EventID=4624) or (EventID=4625) or (EventID=4657) or (EventID=4663) or (EventID=4688) or (EventID=4700) or (EventID=4702) or (EventID=4719) or (EventID=4720) or (EventID=4722) or (EventID=4723) or (EventID=4724) or (EventID=4727) or (EventID=4728)]]',
    );
    expect(queries[2]).toBe('Security!*[System[(EventID=5033) or (EventID=8222)]]');
    expect(queries[4]).toBe(
      'Microsoft-Windows-AppLocker/MSI and Script!*[System[(EventID=8005) or (EventID=8006) or (EventID=8007)]]',
    );
  });

  it('P9: Common has every event of Minimal and logs off as well; AllEvents filters nothing', () => {
    expect(securityEventIds.Common).toEqual(expect.arrayContaining([...securityEventIds.Minimal, 4634]));
    expect(new Set(securityEventIds.Common).size).toBe(securityEventIds.Common.length);
    expect(securityEventIds.Common).toHaveLength(143);
    expect(securityEventQueries('Common')).toHaveLength(12);
    expect(securityEventQueries('AllEvents')).toEqual([
      'Security!*',
      'Microsoft-Windows-AppLocker/EXE and DLL!*',
      'Microsoft-Windows-AppLocker/MSI and Script!*',
    ]);
  });

  it('P9: Custom is what the file says, and none is none', () => {
    expect(securityEventQueries({ custom: ['Security!*[System[(EventID=1)]]'] })).toEqual([
      'Security!*[System[(EventID=1)]]',
    ]);
    expect(securityEventQueries('none')).toEqual([]);
  });

  it.each(['AllEvents', 'Common', 'Minimal'] as const)('%s fits into one rule', (level) => {
    expect(securityEventQueries(level).length).toBeLessThanOrEqual(mostQueries);
  });
});
