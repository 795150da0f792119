import { spanOf, timeOf } from './kusto-moments.ts';
import { isMoment, KustoSpan, KustoTime, textOf, type Value } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';

/**
 * Makes a value of another type as `toint()`, `todatetime()` and the like do; null where that cannot be done. Text in
 * a form of which the documentation does not say what becomes of it is refused.
 */
export function convert(value: Value, type: string): Value {
  switch (type) {
    case 'string':
      return textOf(value);
    case 'guid':
      return guidOf(textOf(value));
    case 'int':
    case 'long':
      return integerOf(value, type);
    case 'real':
    case 'double':
      return numberOf(value, /^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i);
    case 'bool':
    case 'boolean':
      return booleanOf(value);
    case 'datetime':
    case 'date':
      return value instanceof KustoTime ? value : timeOf(textIn(value, type));
    case 'timespan':
    case 'time':
      return value instanceof KustoSpan ? value : spanOf(textIn(value, type));
    case 'dynamic':
      return value;
    default:
      throw notSupported('type', type);
  }
}

/** Lower-case with its dashes, so that equal ones are equal; null when it is none. */
export function guidOf(text: string): string | null {
  const isPlain = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text);
  if (isPlain) return text.toLowerCase();
  if (/[\da-f]{12}/i.test(text)) throw notSupported('form of a guid', text);
  return null;
}

/** The text that a time is read from. */
function textIn(value: Value, type: string): string {
  if (value === null || typeof value === 'string') return value ?? '';
  throw notSupported(`${type} of`, textOf(value));
}

function numberOf(value: Value, form: RegExp): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (isMoment(value)) throw notSupported('number of', textOf(value));
  if (typeof value !== 'string') return null;
  if (form.test(value)) return Number(value);
  const isOtherForm = value.trim() !== '' && (!Number.isNaN(Number(value)) || /^\s*[+-]?(inf|nan)/i.test(value));
  if (isOtherForm) throw notSupported('form of a number', value);
  return null;
}

function integerOf(value: Value, type: 'int' | 'long'): number | null {
  const number = numberOf(value, /^[+-]?\d+$/);
  if (number === null || !Number.isFinite(number)) return null;
  const integer = Math.trunc(number);
  if (type === 'int') return integer === (integer | 0) ? integer : null;
  if (!Number.isSafeInteger(integer)) throw notSupported('long of more than 53 bits', textOf(value));
  return integer;
}

function booleanOf(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  const text = textOf(value).trim().toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : null;
}
