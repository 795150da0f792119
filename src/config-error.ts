/** The app cannot start: `problems` lists everything that is wrong, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The app does not start: its configuration is wrong.\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.problems = problems;
  }
}
