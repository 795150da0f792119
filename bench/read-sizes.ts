/**
 * The numbers of machines that a bench is asked for, as `1000` or `100,1000`. Answers `--help` and wrong arguments itself,
 * and ends the process then: with 0, or with 2.
 * @param usual used without an argument
 */
export function readSizes(purpose: string, usual: readonly number[]): readonly number[] {
  const [written, ...more] = process.argv.slice(2);
  const usage = `${purpose}\nArgument: numbers of machines from 1 to 100000, with commas between; ${usual.join(',')} without.`;
  if (written === '--help' || written === '-h') {
    console.log(usage);
    process.exit(0);
  }
  const sizes = written === undefined ? usual : written.split(',').map(Number);
  const isWrong = (size: number): boolean => !Number.isInteger(size) || size < 1 || size > 100_000;
  if (more.length === 0 && !sizes.some(isWrong)) return sizes;
  console.error(`'${process.argv.slice(2).join(' ')}' is no list of numbers of machines.\n${usage}`);
  process.exit(2);
}
