import { isMoment, KustoSpan, KustoTime, type Value } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';

/** Two values that are not null; `type` is the type of the result. */
type Arithmetic = (left: Value, right: Value, type: string) => Value;

const onNumbers: Readonly<Record<string, (left: number, right: number, type: string) => number | null>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right, type) => {
    if (type !== 'int' && type !== 'long') return left / right;
    return right === 0 ? null : Math.trunc(left / right);
  },
  '%': (left, right) => {
    const size = Math.abs(right);
    if (!Number.isInteger(left) || !Number.isInteger(right)) throw notSupported('operand of %', 'real');
    return size === 0 ? null : ((left % size) + size) % size;
  },
};

/** The operator `+`, `-`, `*`, `/` or `%`; undefined for another name. */
export function findArithmetic(name: string): Arithmetic | undefined {
  const operator = Object.hasOwn(onNumbers, name) ? onNumbers[name] : undefined;
  return operator === undefined
    ? undefined
    : (left, right, type) => {
        if (isMoment(left) || isMoment(right)) return onMoments(name, left, right);
        if (typeof left !== 'number' || typeof right !== 'number') return null;
        return exact(operator(left, right, type), type);
      };
}

/** Integers are exact here or refused. */
function exact(value: number | null, type: string): number | null {
  if (value === null || (type !== 'int' && type !== 'long')) return value;
  const isExact = type === 'int' ? Math.trunc(value) === (value | 0) : Number.isSafeInteger(value);
  if (!isExact) throw notSupported(`${type} of more than ${type === 'int' ? 32 : 53} bits`, String(value));
  return value;
}

function onMoments(name: string, left: Value, right: Value): Value {
  if (left instanceof KustoTime && right instanceof KustoTime && name === '-') {
    return new KustoSpan(left.ticks - right.ticks);
  }
  if (isMoment(left) && isMoment(right) && (name === '+' || name === '-')) {
    const ticks = name === '+' ? left.ticks + right.ticks : left.ticks - right.ticks;
    const isTime = left instanceof KustoTime || right instanceof KustoTime;
    return isTime ? new KustoTime(ticks) : new KustoSpan(ticks);
  }
  const [span, other] = left instanceof KustoSpan ? [left, right] : [right, left];
  if (span instanceof KustoSpan && typeof other === 'number' && name === '*') return scaled(span, other);
  if (left instanceof KustoSpan && right instanceof KustoSpan && name === '/' && right.ticks !== 0n) {
    return Number(left.ticks) / Number(right.ticks);
  }
  throw notSupported('operator on times', name);
}

function scaled({ ticks }: KustoSpan, factor: number): KustoSpan {
  if (Number.isSafeInteger(factor)) return new KustoSpan(ticks * BigInt(factor));
  const product = Number(ticks) * factor;
  if (!Number.isFinite(product)) throw notSupported('factor of a timespan', String(factor));
  return new KustoSpan(BigInt(Math.round(product)));
}
