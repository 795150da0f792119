import { describe, expect, it } from 'vitest';
import { isInScope } from '../../../src/domain/fleet/in-scope.ts';
import { fleetOf, group, subscription } from './fleet-fixture.ts';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/web1`;
const until = '2026-03-01T14:00:00+01:00';
const exclude = { scopes: [{ id: vm, until, by: 'ann', why: 'image build' }] };

describe('isInScope', () => {
  it('lets in what lies below a listed subscription or resource group, without regard to case', () => {
    expect(isInScope(fleetOf(), vm.toUpperCase(), nowMs)).toEqual({ kind: 'in' });
    expect(isInScope(fleetOf({ scope: { resourceGroups: [group] } }), vm.toLowerCase(), nowMs)).toEqual({ kind: 'in' });
  });

  it('keeps out other subscriptions, other groups and groups whose name only begins alike', () => {
    const narrow = fleetOf({ scope: { resourceGroups: [group] } });
    expect(isInScope(fleetOf(), vm.replace('11111111', '99999999'), nowMs)).toEqual({ kind: 'out' });
    expect(isInScope(narrow, vm.replace('/shop/', '/shop2/'), nowMs)).toEqual({ kind: 'out' });
  });

  it('excludes until the given moment and not after it', () => {
    const fleet = fleetOf({ scope: { subscriptions: [subscription], exclude } });
    const end = Date.parse(until);
    expect(isInScope(fleet, vm, end - 1)).toEqual({ kind: 'excluded', by: 'ann', why: 'image build', until });
    expect(isInScope(fleet, vm, end)).toEqual({ kind: 'in' });
    expect(isInScope(fleet, `${vm}2`, nowMs)).toEqual({ kind: 'in' });
  });

  it('excludes for good without an end, with everything below', () => {
    const forGood = { scopes: [{ id: group, by: 'ann', why: 'sold' }] };
    const fleet = fleetOf({ scope: { subscriptions: [subscription], exclude: forGood } });
    expect(isInScope(fleet, vm, nowMs)).toEqual({ kind: 'excluded', by: 'ann', why: 'sold', until: undefined });
  });
});
