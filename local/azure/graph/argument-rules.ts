import { notSupported } from './refused-query.ts';

const numbers = ['int', 'long', 'real'];
const moments = ['datetime', 'timespan'];
const plain = [...numbers, 'bool', 'string', 'dynamic'];
const ordered = [...numbers, ...moments, 'bool', 'string', 'guid'];

/**
 * Types of the arguments, for functions and aggregates that the language lets have more than is executed here; the last
 * stands for all that follow.
 */
const rules: Readonly<Record<string, readonly (readonly string[])[]>> = {
  toint: [plain],
  tolong: [plain],
  toreal: [plain],
  todouble: [plain],
  tobool: [plain],
  toboolean: [plain],
  todatetime: [['datetime', 'string', 'dynamic']],
  totimespan: [['timespan', 'string', 'dynamic']],
  bin: [[...numbers, ...moments]],
  floor: [[...numbers, ...moments]],
  abs: [[...numbers, 'timespan']],
  array_index_of: [['dynamic'], plain, ['int', 'long']],
  set_has_element: [['dynamic'], plain],
  max_of: [ordered],
  min_of: [ordered],
  max: [ordered],
  min: [ordered],
  arg_max: [ordered],
  arg_min: [ordered],
  sum: [[...numbers, 'timespan']],
  avg: [[...numbers, ...moments]],
};

/** How many arguments are executed, where the language has more: `count(value)`, the accuracy of `dcount`. */
const mostArguments: Readonly<Record<string, number>> = { count: 0, dcount: 1 };

/** Refuses an argument that would not be executed as the language has it, naming the function. */
export function checkArguments(name: string, args: readonly { readonly type: string }[], start: number): void {
  if (args.length > (mostArguments[name] ?? args.length)) {
    throw notSupported(`number of arguments (${args.length}) of the function`, name, start);
  }
  const types = Object.hasOwn(rules, name) ? (rules[name] ?? []) : [];
  args.forEach(({ type }, index) => {
    const allowed = types[index] ?? types.at(-1);
    if (allowed !== undefined && !allowed.includes(type)) throw notSupported(`argument ${type} of`, name, start);
  });
  if (args.some(({ type }) => type === 'decimal')) throw notSupported('argument decimal of', name, start);
}
