import { describe, expect, it } from 'vitest';
import { parseRouteTemplate } from '../../../local/host/route-template.ts';

describe('a route template', () => {
  it.each([
    ['status', 'Status', {}],
    ['machines/{key}', 'machines/a b', { key: 'a b' }],
    ['machines/{key}', 'machines', undefined],
    ['machines/{key}', 'machines/a/b', undefined],
    ['machines/{key?}', 'machines', {}],
    ['{a}/x/{b}', '1/X/2', { a: '1', b: '2' }],
    ['rest/{*path}', 'rest/a/b', { path: 'a/b' }],
    ['rest/{**path}', 'rest', {}],
    ['by/{id:guid}', 'by/not-a-guid', undefined],
    ['by/{id:int}', 'by/42', { id: '42' }],
    ['by/{id:int}', 'by/99999999999', undefined],
    ['by/{id:regex(^a/?b$)}', 'by/ab', { id: 'ab' }],
  ])('%s against %s', (template, path, expected) => {
    expect(parseRouteTemplate(template).match(path)).toEqual(expected);
  });

  it.each(['a-{id}', '{id?}/x', '{*rest}/x', '{id:datetime}'])('%s is refused', (template) => {
    expect(() => parseRouteTemplate(template)).toThrow('not supported by the local host');
  });
});
