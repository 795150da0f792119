/** The command line is not one that the tool knows: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
