import { describe, expect, it } from 'vitest';
import { evaluateFilter } from '../../../../local/azure/events/evaluate-filter.ts';
import {
  advancedFilterSchema,
  countFilterValues,
  type EventFilter,
} from '../../../../local/azure/events/event-filter.ts';

const appId = 'c11e0700-0000-4000-a000-000000000001';
const event = {
  id: '1',
  topic: '/subscriptions/s',
  subject: '/subscriptions/s/resourcegroups/rg/providers/Microsoft.Compute/virtualMachines/web1',
  eventType: 'Microsoft.Resources.ResourceWriteSuccess',
  dataVersion: '2',
  data: {
    operationName: 'Microsoft.Compute/virtualMachines/write',
    claims: { appid: appId, 'http://schemas.microsoft.com/identity/claims/objectidentifier': 'oid' },
    count: 5,
    flag: true,
    nothing: null,
    names: ['web', 'db'],
    numbers: [1, 20],
  },
};
const cloudEvent = {
  id: '1',
  source: '/subscriptions/s',
  specversion: '1.0',
  type: event.eventType,
  subject: event.subject,
  data: event.data,
};

const passes = (filter: EventFilter, body: Record<string, unknown> = event): boolean => evaluateFilter(filter, body);
const advanced = (filter: object, body?: Record<string, unknown>, onArrays?: boolean): boolean =>
  passes(
    {
      advancedFilters: [advancedFilterSchema.parse(filter)],
      ...(onArrays === undefined ? {} : { enableAdvancedFilteringOnArrays: onArrays }),
    },
    body,
  );

// Azure docs, "Understand event filtering for Event Grid subscriptions".
describe('advanced filters', () => {
  it.each([
    ['StringIn', ['MICROSOFT.compute/virtualMachines/WRITE'], true],
    ['StringIn', ['Microsoft.Compute/virtualMachines'], false],
    ['StringNotIn', ['microsoft.compute/virtualmachines/write'], false],
    ['StringNotIn', ['other'], true],
    ['StringBeginsWith', ['x', 'microsoft.compute/virtualmachine'], true],
    ['StringBeginsWith', ['compute'], false],
    ['StringNotBeginsWith', ['Microsoft.Compute'], false],
    ['StringNotBeginsWith', ['Microsoft.Security/'], true],
    ['StringEndsWith', ['/WRITE'], true],
    ['StringEndsWith', ['/delete'], false],
    ['StringNotEndsWith', ['/write'], false],
    ['StringNotEndsWith', ['/delete'], true],
    ['StringContains', ['VIRTUALMACHINES'], true],
    ['StringContains', ['extensions', 'disks'], false],
    ['StringNotContains', ['extensions', 'virtualmachines'], false],
    ['StringNotContains', ['extensions'], true],
  ])('%s %j of a text: %s', (operatorType, values, expected) => {
    expect(advanced({ operatorType, key: 'data.operationName', values })).toBe(expected);
    expect(advanced({ operatorType, key: 'Data.OperationName', values }, cloudEvent)).toBe(expected);
  });

  it.each([
    ['NumberIn', { values: [5, 1] }, true],
    ['NumberIn', { values: [4] }, false],
    ['NumberNotIn', { values: [41, 0] }, true],
    ['NumberNotIn', { values: [5] }, false],
    ['NumberLessThan', { value: 5 }, false],
    ['NumberLessThan', { value: 6 }, true],
    ['NumberLessThanOrEquals', { value: 5 }, true],
    ['NumberGreaterThan', { value: 5 }, false],
    ['NumberGreaterThan', { value: 4.5 }, true],
    ['NumberGreaterThanOrEquals', { value: 5 }, true],
    [
      'NumberInRange',
      {
        values: [
          [3.14, 4],
          [5, 6],
        ],
      },
      true,
    ],
    ['NumberInRange', { values: [[3.14, 4.99]] }, false],
    ['NumberNotInRange', { values: [[5, 6]] }, false],
    ['NumberNotInRange', { values: [[6, 7]] }, true],
  ])('%s %j of 5: %s', (operatorType, rest, expected) => {
    expect(advanced({ operatorType, key: 'data.count', ...rest })).toBe(expected);
  });

  it.each([
    ['StringNotIn', { values: ['a'] }, true],
    ['NumberNotIn', { values: [1] }, true],
    ['IsNullOrUndefined', {}, true],
    ['IsNotNull', {}, false],
    ['StringIn', { values: ['a'] }, false],
    ['StringContains', { values: ['a'] }, false],
    ['StringNotContains', { values: ['a'] }, false],
    ['StringBeginsWith', { values: ['a'] }, false],
    ['StringNotBeginsWith', { values: ['a'] }, false],
    ['StringEndsWith', { values: ['a'] }, false],
    ['StringNotEndsWith', { values: ['a'] }, false],
    ['NumberIn', { values: [1] }, false],
    ['NumberInRange', { values: [[1, 2]] }, false],
    ['NumberLessThan', { value: 1 }, false],
    ['NumberLessThanOrEquals', { value: 1 }, false],
    ['NumberGreaterThan', { value: 1 }, false],
    ['NumberGreaterThanOrEquals', { value: 1 }, false],
    ['BoolEquals', { value: false }, false],
  ])('%s of a key that the event lacks: %s', (operatorType, rest, expected) => {
    for (const key of ['data.none', 'data.nothing', 'data.count.more', 'none']) {
      expect(advanced({ operatorType, key, ...rest })).toBe(expected);
    }
  });

  it('finds the caller, and lets events with empty claims through StringNotIn', () => {
    const notOurs = { operatorType: 'StringNotIn', key: 'data.claims.appid', values: [appId.toUpperCase()] };
    expect(advanced(notOurs)).toBe(false);
    expect(advanced(notOurs, { ...event, data: { ...event.data, claims: {} } })).toBe(true);
    expect(advanced({ ...notOurs, values: ['another'] })).toBe(true);
  });

  it('cannot reach a claim whose name has a dot', () => {
    const key = 'data.claims.http://schemas.microsoft.com/identity/claims/objectidentifier';
    expect(advanced({ operatorType: 'StringIn', key, values: ['oid'] })).toBe(false);
    expect(advanced({ operatorType: 'StringNotIn', key, values: ['oid'] })).toBe(true);
  });

  it('reads booleans, and ignores values of another type', () => {
    expect(advanced({ operatorType: 'BoolEquals', key: 'data.flag', value: true })).toBe(true);
    expect(advanced({ operatorType: 'BoolEquals', key: 'data.flag', value: false })).toBe(false);
    expect(advanced({ operatorType: 'StringIn', key: 'data.count', values: ['5'] })).toBe(false);
    expect(advanced({ operatorType: 'NumberIn', key: 'data.operationName', values: [5] })).toBe(false);
  });

  it('reads arrays only where the filter asks for it', () => {
    const filter = { operatorType: 'StringIn', key: 'data.names', values: ['DB'] };
    expect(advanced(filter, event, true)).toBe(true);
    expect(advanced(filter, event, false)).toBe(false);
    expect(advanced({ ...filter, operatorType: 'StringNotIn' }, event, true)).toBe(false);
    expect(advanced({ operatorType: 'NumberGreaterThan', key: 'data.numbers', value: 19 }, event, true)).toBe(true);
  });

  it.each(['Subject', 'EventType', 'Topic', 'ID'])('takes the envelope member %s in both schemas', (key) => {
    for (const body of [event, cloudEvent]) expect(advanced({ operatorType: 'IsNotNull', key }, body)).toBe(true);
  });

  it('needs every filter, and one value of each', () => {
    const write = { operatorType: 'StringEndsWith', key: 'data.operationName', values: ['/write', '/delete'] } as const;
    const compute = {
      operatorType: 'StringBeginsWith',
      key: 'data.operationName',
      values: ['Microsoft.Compute/'],
    } as const;
    expect(passes({ advancedFilters: [write, compute] })).toBe(true);
    expect(passes({ advancedFilters: [write, { ...compute, values: ['Microsoft.Security/'] }] })).toBe(false);
  });

  it('counts a range as one value, a single value as one, and a test for null as none', () => {
    const filters = [
      {
        operatorType: 'NumberInRange',
        key: 'a',
        values: [
          [1, 2],
          [3, 4],
        ],
      },
      { operatorType: 'BoolEquals', key: 'a', value: true },
      { operatorType: 'IsNotNull', key: 'a' },
      { operatorType: 'StringIn', key: 'a', values: ['a', 'b', 'c'] },
    ].map((filter) => advancedFilterSchema.parse(filter));
    expect(countFilterValues(filters)).toBe(6);
  });
});

describe('event types and subjects', () => {
  it.each([
    [{}, true],
    [{ includedEventTypes: null }, true],
    [{ includedEventTypes: ['All'] }, true],
    [{ includedEventTypes: ['microsoft.resources.resourcewritesuccess'] }, true],
    [{ includedEventTypes: ['Microsoft.Resources.ResourceDeleteSuccess'] }, false],
    [{ includedEventTypes: [] }, false],
    [{ subjectBeginsWith: '/SUBSCRIPTIONS/s/' }, true],
    [{ subjectBeginsWith: '/SUBSCRIPTIONS/s/', isSubjectCaseSensitive: true }, false],
    [{ subjectEndsWith: '/WEB1' }, true],
    [{ subjectEndsWith: '/web2' }, false],
  ])('%j: %s', (filter, expected) => {
    expect(passes(filter)).toBe(expected);
    expect(passes(filter, cloudEvent)).toBe(expected);
  });
});
