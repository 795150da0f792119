import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/domain/findings/finding.ts';
import type { EdrReadings } from '../../../../src/domain/machine/edr-assessment.ts';
import { endpointService } from '../../../../src/domain/services/endpoint/endpoint.ts';
import { vmMachine } from '../facts.ts';
import { acceptanceOf, endpointSpec, type InputChanges, inputOf, minutesAgo } from '../service-input.ts';

const kinds = ['platform', 'direct'] as const;
const title = 'EDR solution should be installed on Virtual Machines';
const healthy: EdrReadings = {
  ...{ readAt: minutesAgo(30), refused: undefined },
  assessments: [{ key: '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c', title, code: 'Healthy' }],
};
const unread: EdrReadings = { readAt: undefined, refused: undefined, assessments: [] };
const other = { says: 'other', product: 'Sophos', incarnation: 'x', by: 'ann', at: minutesAgo(5), why: 'y' } as const;

function find(
  deployment: (typeof kinds)[number],
  changes: InputChanges = {},
  endpoint: Parameters<typeof endpointSpec>[0] = {},
): Finding {
  const os = changes.facts?.os === 'windows' ? 'windows' : 'linux';
  return endpointService.find(
    inputOf({ ...changes, spec: { os, endpoint: endpointSpec({ deployment, ...endpoint }), ...changes.spec } }),
  );
}

describe.each(kinds)('another product, where the deployment is %s', (deployment) => {
  it('D6: is found by an assessment that is healthy: held with product, source and time', () => {
    expect(find(deployment, { edrReadings: healthy })).toMatchObject({
      kind: 'blocked',
      code: 'OtherEdr',
      detail: expect.stringMatching(/^a product that Defender does not name .* is healthy\), as of 2026-01-01T11:30/),
    });
    expect(find(deployment, { edrReadings: healthy }, { otherEdr: 'coexist' }).kind).not.toBe('blocked');
  });

  it('D1: is told by a person: held, and what was accepted stays so whenever it was said', () => {
    const found = find(deployment, { edrWord: other });
    expect(found).toMatchObject({ code: 'OtherEdr', detail: `Sophos (said by ann), as of ${minutesAgo(5)}` });
    const windows = vmMachine({ os: 'windows' });
    const again = { facts: windows, edrWord: { ...other, at: minutesAgo(1) }, accepted: [acceptanceOf(found)] };
    expect(find(deployment, again).kind).not.toBe('blocked');
  });

  it('D6: is not known: goes on, or is held where the profile minds, unless a person says that there is none', () => {
    expect(find(deployment).kind).not.toBe('blocked');
    const held = find(deployment, {}, { otherEdrUnknown: 'hold' });
    expect(held).toMatchObject({ kind: 'blocked', code: 'OtherEdrUnknown' });
    const none = { ...other, says: 'none', product: undefined } as const;
    expect(find(deployment, { edrWord: none }, { otherEdrUnknown: 'hold' }).kind).not.toBe('blocked');
    expect(find(deployment, { accepted: [acceptanceOf(held)] }, { otherEdrUnknown: 'hold' }).kind).not.toBe('blocked');
  });
});

describe('before a sweep has read any assessment', () => {
  it('the app writes nothing, and waits for Defender all the same', () => {
    expect(find('direct', { edrReadings: unread })).toMatchObject({
      kind: 'waiting',
      reason: 'SubscriptionNotReady',
      keptBack: [{}],
    });
    expect(find('platform', { edrReadings: unread })).toMatchObject({ reason: 'AwaitingDefender' });
  });

  it('and where it may not read them, it is as where nobody knows', () => {
    const refused = { ...unread, refused: 'page 1 was refused' };
    expect(find('direct', { edrReadings: refused }).kind).toBe('wanted');
    expect(find('direct', { edrReadings: refused }, { otherEdrUnknown: 'hold' })).toMatchObject({
      code: 'OtherEdrUnknown',
      detail: 'page 1 was refused',
    });
  });
});

describe('D1: on Linux the app never installs over another product', () => {
  it('though a person accepted it: only the reviewed file lets both be there', () => {
    const accepted = [acceptanceOf(find('direct', { edrWord: other }))];
    expect(find('direct', { edrWord: other, accepted })).toMatchObject({
      kind: 'blocked',
      code: 'OtherEdr',
      detail: expect.stringContaining('only endpoint.otherEdr of fleet.json lets both be there'),
    });
    expect(find('platform', { edrWord: other, accepted }).kind).toBe('waiting');
    expect(find('direct', { edrWord: other }, { otherEdr: 'coexist' }).kind).toBe('wanted');
    expect(find('direct', { edrWord: other, accepted, facts: vmMachine({ os: 'windows' }) }).kind).toBe('wanted');
  });
});
