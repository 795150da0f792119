import { describe, expect, it } from 'vitest';
import { type ResourceFacts, type ResourceRow, withResource } from '../../../src/domain/subscription/resource-facts.ts';

const id = '/subscriptions/S/resourceGroups/G';
const row: ResourceRow = {
  ...{ id, name: 'G', type: 'microsoft.resources/subscriptions/resourcegroups', location: 'westeurope' },
  ...{ provisioningState: 'Succeeded', principalId: undefined, workspaceIds: [], source: undefined },
  topicType: undefined,
};
const none: ResourceFacts = { rows: [], regions: [] };

describe('a resource that its own GET shows', () => {
  it('is noted where Resource Graph does not show it, also when it is asked for again', () => {
    const once = withResource(none, id, row);
    expect(once).toMatchObject({ rows: [row], unshown: [id.toLowerCase()] });
    expect(withResource(once, id.toUpperCase(), row)).toEqual(once);
  });

  it('is not noted where Resource Graph shows it, however it is written', () => {
    const shown = { ...none, rows: [{ ...row, id: id.toLowerCase() }] };
    expect(withResource(shown, id, row)).toEqual({ ...none, rows: [row], unshown: [] });
  });

  it('is forgotten when it is not there any more', () => {
    expect(withResource(withResource(none, id, row), id, undefined)).toEqual({ ...none, unshown: [] });
  });
});
