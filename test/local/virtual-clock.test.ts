import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../local/clock/virtual-clock.ts';

const stillMs = 60;

test('work that never ends is named instead of hanging', async () => {
  const clock = new VirtualClock(0, stillMs);
  clock.begin('a lost answer');
  await expect(clock.quiesce()).rejects.toThrow(/stood still for .* In hand: a lost answer$/);
});

test('an instant in which something begins all the time may last longer', async () => {
  const clock = new VirtualClock(0, stillMs);
  const end = clock.begin('a large fleet');
  const waiting = clock.quiesce();
  for (let step = 0; step < 12; step++) {
    await wait(stillMs / 6);
    clock.begin(`machine ${step}`)();
  }
  end();
  await expect(waiting).resolves.toBeUndefined();
});

test('but not for ever', async () => {
  const clock = new VirtualClock(0, 10);
  clock.begin('a loop');
  const waiting = expect(clock.quiesce()).rejects.toThrow('In hand: a loop');
  let isOver = false;
  void waiting.then(() => {
    isOver = true;
  });
  while (!isOver) {
    clock.begin('once more')();
    await wait(1);
  }
  await waiting;
});
