import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fleetJsonSchema } from '../../src/domain/fleet/fleet-json-schema.ts';
import { starterFleet } from '../../src/domain/fleet/starter-fleet.ts';

describe('fleet.schema.json', () => {
  it('is what the schema generates (node --import tsx scripts/generate-fleet-schema.ts)', () => {
    expect(readFileSync('fleet.schema.json', 'utf8')).toBe(fleetJsonSchema());
  });

  it('describes every field and allows no other, so that editors can help', () => {
    expect(undescribed(JSON.parse(fleetJsonSchema()), '')).toEqual([]);
  });
});

describe('fleet.json', () => {
  it('is the starter file with placeholders', () => {
    const subscription = '00000000-0000-0000-0000-000000000000';
    const rules = `/subscriptions/${subscription}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules`;
    expect(JSON.parse(readFileSync('fleet.json', 'utf8'))).toEqual(
      starterFleet({
        subscriptions: [subscription],
        rules: { windows: [`${rules}/servers-windows`], linux: [`${rules}/servers-linux`] },
        mode: 'observe',
      }),
    );
  });
});

interface SchemaNode {
  readonly description?: string;
  readonly additionalProperties?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

function undescribed(node: SchemaNode, path: string): readonly string[] {
  const fields = Object.entries(node.properties ?? {});
  const isOpen = fields.length > 0 && node.additionalProperties !== false;
  return [
    ...(isOpen ? [`${path} allows unknown fields`] : []),
    ...fields.flatMap(([name, field]) => (field.description === undefined ? [`${path}.${name}`] : [])),
    ...fields.flatMap(([name, field]) => undescribed(field, `${path}.${name}`)),
    ...(node.items === undefined ? [] : undescribed(node.items, `${path}[]`)),
  ];
}
