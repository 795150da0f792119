import { notSupported } from './refused-query.ts';

const numbers = ['int', 'long', 'real'];
/** What a `dynamic` is compared with. */
const plain = [...numbers, 'bool', 'string'];
const comparisons = ['==', '!=', '<', '<=', '>', '>=', 'in', '!in'];
const arithmetic = ['+', '-', '*', '/', '%'];

/**
 * Refuses operands that the language does not take without a cast, though its parser lets them pass: a `dynamic` in
 * arithmetic or compared with one, with a time or a guid; two other types that are not the same and not both numbers.
 */
export function checkOperands(operator: string, left: string, right: string, start: number): void {
  const isRefused =
    (comparisons.includes(operator) && !areComparable(left, right)) ||
    (arithmetic.includes(operator) && (left === 'dynamic' || right === 'dynamic'));
  if (isRefused) throw notSupported(`operation on ${left} and ${right}`, operator, start);
}

function areComparable(left: string, right: string): boolean {
  if (left === 'dynamic') return plain.includes(right);
  if (right === 'dynamic') return plain.includes(left);
  return left === right || (numbers.includes(left) && numbers.includes(right));
}
