import { expect, it } from 'vitest';
import { armTypes, kindOfArmType, machineKinds } from '../../../src/domain/target/machine-kinds.ts';
import { readSourceFiles } from '../../repo/source-files.ts';

it.each(machineKinds)('%s is known by its resource type, in any case', (kind) => {
  expect(kindOfArmType(armTypes[kind])).toBe(kind);
  expect(kindOfArmType(armTypes[kind].toUpperCase())).toBe(kind);
});

it('knows no machine by another type', () => {
  expect(kindOfArmType('Microsoft.Compute/virtualMachineScaleSets/virtualMachines')).toBeUndefined();
  expect(kindOfArmType('')).toBeUndefined();
});

it('lists the kinds in one place', () => {
  const listing = readSourceFiles(['src']).filter(({ text }) => /'vm'\s*[,|]\s*'arc'/.test(text));
  expect(listing.map(({ path }) => path)).toEqual(['src/domain/target/machine-kinds.ts']);
});
