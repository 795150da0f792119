import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { describe, expect, it } from 'vitest';
import { collectRegistrations } from '../../../local/host/core-module.ts';

const handler = (): object => ({});

describe('collecting what an app registers', () => {
  it('keeps apps of one process apart, however many there are', () => {
    const names = (register: () => void): string[] => collectRegistrations(register).functions.map(({ name }) => name);
    expect(names(() => app.http('a', { handler }))).toEqual(['a']);
    expect(
      names(() => {
        app.http('a', { handler });
        df.app.activity('b', { handler });
      }),
    ).toEqual(['a', 'b']);
  });

  it('refuses an app without functions, saying what may be wrong', () => {
    expect(() => collectRegistrations(() => undefined)).toThrow('No function was registered');
  });

  it('refuses a name registered twice, also in another case', () => {
    const register = (): void => {
      app.http('Status', { handler });
      app.http('status', { handler });
    };
    expect(() => collectRegistrations(register)).toThrow("A function named 'status' is registered twice.");
  });

  it('refuses what this host does not run, naming it', () => {
    const queue = { queueName: 'q', connection: 'c', handler };
    expect(() => collectRegistrations(() => app.storageQueue('q', queue))).toThrow(
      "Function 'q' has trigger 'queueTrigger'",
    );
    expect(() => collectRegistrations(() => df.app.entity('e', () => undefined))).toThrow("trigger 'entityTrigger'");
    expect(() => collectRegistrations(() => app.hook.preInvocation(() => undefined))).toThrow("Hook 'preInvocation'");
  });

  it('refuses an asynchronous registration and one outside of it', () => {
    const register = async (): Promise<void> => app.http('late', { handler });
    expect(() => collectRegistrations(register)).toThrow('the callback is asynchronous');
    expect(() => app.http('stray', { handler })).toThrow("'stray' is registered outside of collectRegistrations");
  });

  it('is usable again after a registration that threw', () => {
    const failing = (): void => {
      throw new Error('bad settings');
    };
    expect(() => collectRegistrations(failing)).toThrow('bad settings');
    expect(collectRegistrations(() => app.http('a', { handler })).functions).toHaveLength(1);
  });
});
