import { freeLedger } from '../../../local/clock/ledger.ts';
import { ScaledClock } from '../../../local/clock/scaled-clock.ts';
import { createEngine } from '../../../local/durable/create-engine.ts';
import { FileStore } from '../../../local/durable/store/file-store.ts';
import { df, testApp } from './test-app.ts';

/** A process that the kill test starts, kills and starts again: `killed-process.ts FOLDER ORIGIN_MS`. */
const [, , folder = '', originMs = ''] = process.argv;

df.app.activity('step', {
  handler: ({ step }: { step: number }) => {
    process.stdout.write(`step ${step}\n`);
    return step;
  },
});
df.app.orchestration('long-work', function* (context) {
  const steps: number[] = [];
  for (let step = 0; step < 6; step++) {
    steps.push(yield context.df.callActivity('step', { step }));
    yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 5000));
  }
  return steps;
});

const startMs = Number(originMs);
const time = new ScaledClock({ startAppMs: startMs, startRealMs: startMs, speed: 60 });
const options = { activityRedeliveryMs: 50, checkReplay: true };
const engine = createEngine({ time, ledger: freeLedger, store: new FileStore(folder), invoker: testApp, options });
await engine.start({ name: 'long-work', instanceId: 'work', input: undefined });
const poll = setInterval(async () => {
  const status = await engine.status('work');
  if (status?.runtimeStatus === 'Running' || status?.runtimeStatus === 'Pending') return;
  clearInterval(poll);
  process.stdout.write(`end ${status?.runtimeStatus} ${status?.output}\n`);
}, 10);
