import type { Ports } from '../ports/ports.ts';
import type { MachinePage, MachineQuery } from '../ports/store.ts';

const pageSize = 1_000;

/** Every row that fits, page by page in key order, so that memory stays bounded by the caller's use. */
export async function* listPages(
  ports: Pick<Ports, 'store'>,
  query: Omit<MachineQuery, 'after' | 'limit'> = {},
): AsyncGenerator<MachinePage, void, void> {
  let page = await ports.store.machines.list({ ...query, limit: pageSize });
  for (;;) {
    yield page;
    if (page.next === undefined) return;
    page = await ports.store.machines.list({ ...query, after: page.next, limit: pageSize });
  }
}
