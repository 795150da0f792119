import { z } from 'zod';
import { type ArmCaller, agreed } from './arm-caller.ts';

const listSchema = z.object({
  subscriptions: z.array(
    z.object({
      id: z.string(),
      displayName: z.string(),
      state: z.string(),
      tenantId: z.string(),
      managementGroup: z.string().optional(),
      tags: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

export type ListedSubscription = z.infer<typeof listSchema>['subscriptions'][number];

/** Every subscription of the simulated Azure, of whatever tenant. */
export async function listSubscriptions(call: ArmCaller): Promise<readonly ListedSubscription[]> {
  return listSchema.parse(agreed('the list of subscriptions', await call('GET', '/_sim/subscriptions')).body)
    .subscriptions;
}

/** The one subscription of that name or id; throws when there is none, or several. */
export async function findSubscription(call: ArmCaller, wanted: string): Promise<ListedSubscription> {
  const all = await listSubscriptions(call);
  const found = all.filter((one) => [one.id, one.displayName].some((word) => isSame(word, wanted)));
  const [only, ...more] = found;
  if (only === undefined) {
    throw new Error(`There is no subscription '${wanted}'. See "npm run sim -- subscription list".`);
  }
  if (more.length > 0) {
    const ids = found.map(({ id }) => id).join(', ');
    throw new Error(`There are ${found.length} subscriptions of the name '${wanted}'. Name one by its id: ${ids}.`);
  }
  return only;
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
