/** What `npm start -- --help` prints. */
export const usage = `Starts a simulated Azure and the app on this machine, and shows the app at work.

  npm start                            the demo tenant: two subscriptions, about 50 machines,
                                       some troubled
  npm start -- --tenant empty          a tenant without machines, to play with
  npm start -- --tour                  a guided run, unattended; exit code 0 when all of it came out

  --tenant demo|empty|FILE.json   what "Azure" holds at the start (default demo; FILE: see local/README.md)
  --speed N                       app time runs N times as fast as real time, 1 to 60 (default 20)
  --port N                        port of the app (default 7071, or the next free one)
  --azure-port N                  port of "Azure" (default 8443, or the next free one)
  --data DIR                      where keys, logs and state are kept (default .data)
  --keep                          go on with what the last run left in DIR instead of starting fresh: resources,
                                  the app's state, app time. What was under way in "Azure" has ended; scripted
                                  faults are those of the tenant again
  --arm                           let the app write in any tenant; the demo is armed anyway
  --tour                          the guided run
  --until-settled                 exit when every look is settled, or parked for more than
                                  30 minutes of app time; the last line is a JSON object:
                                  machines, byStatus, calls {operation: count}, writes, seconds (real)
  --verbose                       show the logs of the processes too
  --help                          this text

While it runs, in another terminal:  npm run sim -- vm create NAME
Ctrl-C ends everything.`;
