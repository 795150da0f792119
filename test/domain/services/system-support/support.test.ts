import { expect, it } from 'vitest';
import { supportService } from '../../../../src/domain/services/system-support/support.ts';
import { vmMachine } from '../facts.ts';
import { inputOf } from '../service-input.ts';

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
