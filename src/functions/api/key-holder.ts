/** Who a write by function key is recorded as: a key names nobody. */
export const keyHolder = 'a function key';
