import { expect, test } from 'vitest';
import { regions } from '../../../local/azure/core/store/regions.ts';
import { isRegionName, toRegionName } from '../../../src/domain/fleet/region-name.ts';

test.each(regions)('$name is a region', ({ name, displayName }) => {
  expect(toRegionName(displayName)).toBe(name);
  expect(isRegionName(name)).toBe(true);
});

/** Of other clouds, early updates, and younger than any list here. */
test.each([
  'usgovvirginia',
  'usgovarizona',
  'usdodcentral',
  'chinanorth3',
  'eastus2euap',
  'denmarkeast',
  'indiasouthcentral',
])('%s is a region', (name) => {
  expect(isRegionName(name)).toBe(true);
});

test.each(['nowhere', 'global', 'west-europe', 'west', 'westeurope!', 'weu', '', 'usgovnevada'])(
  '"%s" is none',
  (name) => {
    expect(isRegionName(name)).toBe(false);
  },
);
