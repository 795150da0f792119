import { describe, expect, it, test } from 'vitest';
import { type ProblemCode, problemEntry } from '../../src/functions/contract/problem-codes.ts';
import { startScenario } from '../scenario/scenario.ts';
import { callApp } from './call-app.ts';
import { type Answered, checkReply } from './check-reply.ts';

function replyOf(body: unknown, status = 200): Answered {
  return { status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) };
}

function problemOf(code: ProblemCode, more: object = {}, status = problemEntry(code).status): Answered {
  const document = { type: `urn:problem:${code}`, title: 'x', status, code, detail: 'x', ...more };
  return { ...replyOf(document, status), headers: { 'content-type': 'application/problem+json; charset=utf-8' } };
}

const lifted = { scope: '*', frozen: false, looksRequested: 1 };

describe('an answer that the contract does not have fails the test that got it:', () => {
  it.each<[string, Answered]>([
    ['an undeclared problem', problemOf('MachineNotFound')],
    ['a declared problem with another status', problemOf('NotFrozen', {}, 409)],
    ['a declared problem with something added', problemOf('NotFrozen', { hint: 'x' })],
    ['an undeclared status', replyOf(lifted, 202)],
    ['a field too many', replyOf({ ...lifted, by: 'ann' })],
    ['a field too few', replyOf({ scope: '*', frozen: false })],
    ['a value of another kind', replyOf({ ...lifted, frozen: true })],
    ['an empty body', { status: 200, headers: {}, text: '' }],
  ])('%s', (_, answer) => {
    expect(() => checkReply('DELETE', '/api/freeze', answer)).toThrow();
  });

  it('a header that is missing', () => {
    const key = '0'.repeat(32);
    const accepted = replyOf({ key, name: 'a', resourceId: '/a', armed: true, frozen: false }, 202);
    expect(() => checkReply('POST', '/api/machines/onboard', accepted)).toThrow('location, retry-after');
  });

  it('and one that it has passes', () => {
    for (const answer of [replyOf(lifted), problemOf('NotFrozen'), problemOf('KeyWritesNotAllowed')]) {
      checkReply('DELETE', '/api/freeze?scope=*', answer);
    }
  });

  it('also where the path has a parameter, a slash at the end or another case', () => {
    for (const path of ['/api/machines/web-01', '/API/Machines/web%2D01/', '/api/machines/a?code=x']) {
      checkReply('GET', path, problemOf('MachineNotFound'));
      expect(() => checkReply('GET', path, problemOf('NotFrozen')), path).toThrow('getMachine');
    }
  });
});

test('callApp checks what it is answered', async () => {
  const world = await startScenario();
  Object.assign(world.ports.store.controls, { list: async () => [{ scope: '*', unknown: true }] });
  await expect(callApp(world, 'GET', '/api/status')).rejects.toThrow('armed');
});
