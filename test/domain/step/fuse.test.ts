import { describe, expect, it } from 'vitest';
import { isContended, isNearContention } from '../../../src/domain/step/fuse.ts';
import type { AzureWrite } from '../../../src/domain/write/azure-write.ts';
import { machine, nowMs, writtenHoursAgo } from '../permit/permit-request.ts';

function install(enableAutomaticUpgrade: boolean, forceUpdateTag?: string): AzureWrite {
  return {
    kind: 'putExtension',
    target: machine,
    name: 'AzureMonitorLinuxAgent',
    body: {
      location: 'westeurope',
      properties: {
        publisher: 'Microsoft.Azure.Monitor',
        type: 'AzureMonitorLinuxAgent',
        typeHandlerVersion: '1.36',
        autoUpgradeMinorVersion: true,
        enableAutomaticUpgrade,
        settings: {},
        ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
      },
    },
  };
}

describe('the write fuse', () => {
  it('blows at the fourth write of a body in a day', () => {
    const write = install(true);
    expect(isContended(writtenHoursAgo([1, 2], write), write, nowMs)).toBe(false);
    expect(isContended(writtenHoursAgo([1, 2, 3], write), write, nowMs)).toBe(true);
    expect(isContended(writtenHoursAgo([1, 2, 24], write), write, nowMs)).toBe(false);
    expect(isContended(undefined, write, nowMs)).toBe(false);
  });

  it('knows a body again under another forceUpdateTag, and another body as another', () => {
    const written = writtenHoursAgo([1, 2, 3], install(true, 'a'));
    expect(isContended(written, install(true, 'b'), nowMs)).toBe(true);
    expect(isContended(written, install(false, 'a'), nowMs)).toBe(false);
  });

  it('counts only what Azure completed: failed writes are the ladder’s business', () => {
    const write = install(true);
    expect(isContended(writtenHoursAgo([1, 2, 3], write, 'failed'), write, nowMs)).toBe(false);
    expect(isContended(writtenHoursAgo([1, 2, 3], write, 'accepted'), write, nowMs)).toBe(false);
  });

  it('is near to blowing when three writes may have succeeded', () => {
    const write = install(true);
    expect(isNearContention(writtenHoursAgo([1, 2, 3], write, 'accepted'), nowMs)).toBe(true);
    expect(isNearContention(writtenHoursAgo([1, 2, 3], write, 'failed'), nowMs)).toBe(false);
    expect(isNearContention(writtenHoursAgo([1, 2], write), nowMs)).toBe(false);
  });
});
