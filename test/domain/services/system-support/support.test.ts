import { expect, it } from 'vitest';
import { supportService } from '../../../../src/domain/services/system-support/support.ts';
import { vmMachine } from '../facts.ts';
import { acceptanceOf, inputOf } from '../service-input.ts';

const golden = { publisher: undefined, offer: undefined, sku: undefined, id: '/images/golden' };

it('tells a machine that can never be onboarded from one that a person decides about', () => {
  const service = supportService({ additionalImages: [], unknownImage: 'hold' });
  expect(service.find(inputOf())).toEqual({ kind: 'satisfied' });
  const abroad = vmMachine({ region: 'atlantis' });
  expect(service.find(inputOf({ facts: abroad }))).toEqual({ kind: 'unsupported', reason: 'Region' });
  const own = vmMachine({}, { image: golden });
  expect(service.find(inputOf({ facts: own }))).toEqual({
    kind: 'blocked',
    code: 'UnknownImage',
    detail: '/images/golden',
  });
});

it('E19: takes an unknown image that a person has accepted for a supported one, and no other image', () => {
  const service = supportService({ additionalImages: [], unknownImage: 'hold' });
  const own = inputOf({ facts: vmMachine({}, { image: golden }) });
  const accepted = [acceptanceOf(service.find(own))];
  expect(service.find({ ...own, accepted })).toEqual({ kind: 'satisfied', detail: 'accepted: /images/golden' });
  const spelledOtherwise = vmMachine({}, { image: { ...golden, id: '/Images/Golden' } });
  expect(service.find(inputOf({ facts: spelledOtherwise, accepted })).kind).toBe('satisfied');
  const other = vmMachine({}, { image: { ...golden, id: '/images/other' } });
  expect(service.find(inputOf({ facts: other, accepted }))).toMatchObject({ code: 'UnknownImage' });
});

it('E19: what can never be onboarded is not accepted with its image', () => {
  const service = supportService({ additionalImages: [], unknownImage: 'hold' });
  const accepted = [acceptanceOf(service.find(inputOf({ facts: vmMachine({}, { image: golden }) })))];
  const abroad = vmMachine({ region: 'atlantis' }, { image: golden });
  expect(service.find(inputOf({ facts: abroad, accepted }))).toEqual({ kind: 'unsupported', reason: 'Region' });
});
