import { isObject, listAt, objectAt, textAt } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/types.ts';

/** A part of a rule, and where it stands in the body. */
export interface RulePart {
  /** Such as `syslog` or `logAnalytics`. */
  readonly kind: string;
  readonly name: string | undefined;
  readonly value: JsonObject;
  readonly target: string;
}

/** The data sources of a rule, of every kind. */
export function sourcesOf(properties: JsonObject): readonly RulePart[] {
  return partsOf(objectAt(properties, 'dataSources'), 'properties.dataSources');
}

/** The destinations of a rule, of every kind. */
export function destinationsOf(properties: JsonObject): readonly RulePart[] {
  return partsOf(objectAt(properties, 'destinations'), 'properties.destinations');
}

export function flowsOf(properties: JsonObject): readonly RulePart[] {
  return itemsOf('dataFlows', listAt(properties, 'dataFlows'), 'properties.dataFlows');
}

/** The texts of a list. */
export function textsAt(part: RulePart, member: string): readonly string[] {
  return (listAt(part.value, member) ?? []).filter((item) => typeof item === 'string');
}

function partsOf(parts: JsonObject | undefined, target: string): RulePart[] {
  return Object.entries(parts ?? {}).flatMap(([kind, value]) =>
    isObject(value)
      ? [{ kind, name: textAt(value, 'name'), value, target: `${target}.${kind}` }]
      : itemsOf(kind, Array.isArray(value) ? value : [], `${target}.${kind}`),
  );
}

function itemsOf(kind: string, items: readonly JsonValue[] | undefined, target: string): RulePart[] {
  return (items ?? [])
    .map((value, index) => ({ value, index }))
    .flatMap(({ value, index }) =>
      isObject(value) ? [{ kind, name: textAt(value, 'name'), value, target: `${target}[${index}]` }] : [],
    );
}
