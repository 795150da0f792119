/** Does something for each, so many at a time. Throws when one of them did; no other is begun then by the same hand. */
export async function atOnce<Item>(
  count: number,
  items: Iterable<Item>,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const actOnSome = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) await act(next.value);
  };
  const ended = await Promise.allSettled(Array.from({ length: count }, actOnSome));
  const failed = ended.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
