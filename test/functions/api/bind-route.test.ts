import { expect, it } from 'vitest';
import { bindRoute } from '../../../src/functions/api/bind-route.ts';
import { problem } from '../../../src/functions/api/problem.ts';
import { getHealth } from '../../../src/functions/contract/routes/get-health.ts';
import { unfreeze } from '../../../src/functions/contract/routes/unfreeze.ts';

it('a handler that answers other than its route says does not compile', () => {
  const health = bindRoute(getHealth);
  health.to(async () => ({ status: 200, body: { status: 'ok' } }));
  health.to(async () => problem('StoreUnreachable', 'The store is away.'));
  // @ts-expect-error -- another word
  health.to(async () => ({ status: 200, body: { status: 'fine' } }));
  // @ts-expect-error -- another status
  health.to(async () => ({ status: 202, body: { status: 'ok' } }));
  // @ts-expect-error -- an undeclared problem
  health.to(async () => problem('NotFrozen', 'There is no freeze.'));
  // @ts-expect-error -- the body lacks a field
  bindRoute(unfreeze).to(async ({ query: { scope } }) => ({ status: 200, body: { scope, frozen: false } }));
  // @ts-expect-error -- the query has no such parameter
  expect(bindRoute(unfreeze).to(async ({ query }) => problem('NotFrozen', query.scopes)).name).toBe('unfreeze');
});

it('a problem without what its documents hold does not compile', () => {
  // @ts-expect-error -- the candidates are missing
  expect(problem('NameNotUnique', 'Two have this name.').problem).toBe('NameNotUnique');
  // @ts-expect-error -- it has none
  expect(problem('NotFrozen', 'There is no freeze.', { candidates: [] }).problem).toBe('NotFrozen');
});
