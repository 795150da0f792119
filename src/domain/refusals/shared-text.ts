import { groupRefusals, type RefusedWrite } from './group-refusals.ts';

const everSince = new Date(0).toISOString();

/**
 * What Azure said alike to all of these machines that tell of this code, without ids; undefined where it said different
 * things, or where their rows have forgotten it.
 */
export function sharedText(
  machines: readonly { readonly refusals: readonly RefusedWrite[] }[],
  code: string,
): string | undefined {
  const ofCode = machines.map(({ refusals }) => ({ refusals: refusals.filter((refusal) => refusal.code === code) }));
  const [first, second] = groupRefusals(ofCode, { since: everSince, most: 2 });
  return second === undefined ? first?.text : undefined;
}
