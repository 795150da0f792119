import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allRoutes } from '../../../src/functions/contract/all-routes.ts';
import { problemsOf } from '../../../src/functions/contract/route-problems.ts';

describe('the contract', () => {
  it('has each name and each address once', () => {
    expect(new Set(allRoutes.map(({ name }) => name)).size).toBe(allRoutes.length);
    expect(new Set(allRoutes.map(({ method, path }) => `${method} ${path}`)).size).toBe(allRoutes.length);
  });

  it('declares each code of a route once', () => {
    for (const route of allRoutes) expect(new Set(problemsOf(route)).size, route.name).toBe(problemsOf(route).length);
  });

  it('can be written as JSON Schema, as documents and other clients need it', () => {
    for (const { name, params, query, body, replies } of allRoutes) {
      const schemas = [params, query, ...(body instanceof z.ZodUndefined ? [] : [body])];
      for (const schema of [...schemas, ...replies.map((reply) => reply.body)]) {
        expect(() => z.toJSONSchema(schema, { io: 'input' }), name).not.toThrow();
      }
    }
  });

  it('has a parameter in the path for each one that is read', () => {
    for (const { name, path, params } of allRoutes) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, word]) => word);
      expect(Object.keys(params.shape), name).toEqual(inPath);
    }
  });
});
