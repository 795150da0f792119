import { armTenant, showAdoption } from './adoption-stage.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { Ended, type Ending, listenForEnd } from './ending.ts';
import { type LocalInstance, withLocalInstance } from './local-instance.ts';
import { canRedraw, createScreen, type Screen } from './screen.ts';
import { StartError } from './start-error.ts';
import { parseStartOptions, type StartOptions } from './start-options.ts';
import { runTour } from './tour/run-tour.ts';
import { runUntilSettled } from './waiting/until-settled.ts';
import { watchFleet } from './watch-fleet.ts';
import { welcomeLines } from './welcome.ts';

/** `npm start`. Answers the exit code: 0 done, 1 something went wrong (and was said), 2 bad options. */
export async function runStart(args: readonly string[]): Promise<number> {
  const parsed = parseStartOptions(args);
  if (parsed.kind === 'help') {
    process.stdout.write(`${parsed.text}\n`);
    return 0;
  }
  if (parsed.kind === 'wrong') {
    process.stderr.write(`${parsed.message}\n`);
    return 2;
  }
  const { options } = parsed;
  // The last line of stdout belongs to the JSON object, so everything for people goes to stderr.
  const output = options.goal === 'untilSettled' ? process.stderr : process.stdout;
  const screen = createScreen(output, { redraw: canRedraw(output, process.env) });
  const ending = listenForEnd();
  let data: DataFolder | undefined;
  try {
    data = openDataFolder(options.data, options.keep);
    await run(options, data, screen, ending);
    return 0;
  } catch (error) {
    screen.end();
    if (error instanceof Ended) return error.code;
    process.stderr.write(`${describeError(error)}\n`);
    return 1;
  } finally {
    data?.release();
  }
}

async function run(options: StartOptions, data: DataFolder, screen: Screen, ending: Ending): Promise<void> {
  screen.line('Starting "Azure" and the app ...');
  const use = async (instance: LocalInstance): Promise<void> => {
    const keptNotes = data.continues ? ['goes on with what the last run left (--keep)'] : [];
    for (const line of welcomeLines(instance, [...instance.notes, ...keptNotes])) screen.line(line);
    await Promise.race([pursue(options, instance, screen, data.continues), ending.promise]);
  };
  await withLocalInstance(
    {
      data,
      tenant: options.tenant,
      speed: options.speed,
      port: options.port,
      azurePort: options.azurePort,
      verbose: options.verbose,
      signal: ending.signal,
      ...(options.verbose ? { onLine: (line: string) => screen.line(line) } : {}),
      onAppEnd: (how) => screen.line(`The app ${how}; it is being started again.`),
      onAppBack: () => screen.line('The app is back and goes on where it stood.'),
      onBroken: (error) => ending.end(error),
    },
    use,
  ).catch((error: unknown) => {
    // While everything is being ended, what fails is a consequence.
    throw ending.reason() ?? error;
  });
}

async function pursue(
  options: StartOptions,
  instance: LocalInstance,
  screen: Screen,
  continues: boolean,
): Promise<void> {
  const startedMs = Date.now();
  const why = reasonToArm(options);
  if (continues) instance.announce();
  const isKnown = continues || (await showAdoption(instance, screen, { goesOn: options.goal === 'play' }));
  if (!isKnown) screen.line('Nothing is armed, as the report is not complete: POST /api/arm when it is.');
  else if (why !== undefined) await armTenant(instance, screen, why);
  else if (!continues)
    screen.line('Nothing is armed: the app only observes until POST /api/arm (or start with --arm).');
  const watch = watchFleet(instance, screen, { changes: options.goal !== 'tour' });
  if (options.goal === 'tour') {
    await runTour(instance, screen, () => watch.stop());
    return;
  }
  if (options.goal === 'untilSettled') {
    const result = await runUntilSettled(instance, startedMs);
    await watch.stop();
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  await new Promise(() => undefined);
}

/** A tenant of the person's own stays as it is until somebody arms it. */
function reasonToArm({ tenant, arm, goal }: StartOptions): string | undefined {
  if (tenant === 'demo') return 'it is the demo tenant';
  if (goal === 'tour') return 'the tour shows writes';
  return arm ? 'asked for with --arm' : undefined;
}

function describeError(error: unknown): string {
  if (error instanceof StartError) return error.message;
  return `npm start has a defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
