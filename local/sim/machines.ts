import { z } from 'zod';
import { type ArmCaller, agreed } from './arm-caller.ts';

const computeVersion = 'api-version=2024-07-01';
const arcVersion = 'api-version=2025-01-13';

const vmSchema = z.object({
  id: z.string(),
  name: z.string(),
  location: z.string(),
  properties: z.object({
    provisioningState: z.string(),
    storageProfile: z.object({ osDisk: z.object({ osType: z.string() }) }),
    instanceView: z.object({ statuses: z.array(z.object({ code: z.string() })) }).optional(),
  }),
});
const arcSchema = z.object({
  id: z.string(),
  name: z.string(),
  location: z.string(),
  // Without status and system until its agent is first heard of.
  properties: z.object({ status: z.string().default('NotReported'), osType: z.string().default('unknown') }),
});
const pageOf = <T extends z.ZodType>(item: T) => z.object({ value: z.array(item), nextLink: z.string().optional() });

/** One row of `list`. */
export interface ListedMachine {
  readonly id: string;
  readonly kind: 'vm' | 'arc';
  readonly name: string;
  readonly group: string;
  readonly region: string;
  readonly os: string;
  readonly state: string;
}

/** Every VM and Arc machine of the subscription. */
export async function listMachines(call: ArmCaller, subscriptionId: string): Promise<ListedMachine[]> {
  const root = `/subscriptions/${subscriptionId}/providers`;
  const vms = await pages(
    call,
    `${root}/Microsoft.Compute/virtualMachines?${computeVersion}&statusOnly=true`,
    vmSchema,
  );
  const machines = await pages(call, `${root}/Microsoft.HybridCompute/machines?${arcVersion}`, arcSchema);
  return [
    ...vms.map(({ id, name, location, properties }): ListedMachine => {
      const power = properties.instanceView?.statuses.find(({ code }) => code.startsWith('PowerState/'))?.code;
      const state = power?.slice('PowerState/'.length) ?? properties.provisioningState;
      return {
        ...common(id, name, location),
        kind: 'vm',
        os: properties.storageProfile.osDisk.osType.toLowerCase(),
        state,
      };
    }),
    ...machines.map(
      ({ id, name, location, properties }): ListedMachine => ({
        ...common(id, name, location),
        kind: 'arc',
        os: properties.osType,
        state: properties.status,
      }),
    ),
  ];
}

function common(id: string, name: string, region: string) {
  return { id, name, region, group: id.split('/')[4] ?? '' };
}

async function pages<T extends z.ZodType>(call: ArmCaller, first: string, item: T): Promise<z.infer<T>[]> {
  const found: z.infer<T>[] = [];
  for (let next: string | undefined = first; next !== undefined; ) {
    const page: { value: z.infer<T>[]; nextLink?: string | undefined } = pageOf(item).parse(
      agreed('the list of machines', await call('GET', next)).body,
    );
    found.push(...page.value);
    next = page.nextLink;
  }
  return found;
}

/** The one machine of that kind and name; throws when there is none, or several and no group was named. */
export async function findMachine(
  call: ArmCaller,
  subscriptionId: string,
  wanted: { readonly kind: 'vm' | 'arc'; readonly name: string; readonly group: string | undefined },
): Promise<ListedMachine> {
  const found = (await listMachines(call, subscriptionId)).filter(
    ({ kind, name, group }) =>
      kind === wanted.kind &&
      name.toLowerCase() === wanted.name.toLowerCase() &&
      (wanted.group === undefined || group.toLowerCase() === wanted.group.toLowerCase()),
  );
  const [only, ...more] = found;
  const what = wanted.kind === 'vm' ? 'VM' : 'Arc machine';
  const where = wanted.group === undefined ? '' : ` in group ${wanted.group}`;
  if (only === undefined) throw new Error(`There is no ${what} '${wanted.name}'${where}. See "npm run sim -- list".`);
  if (more.length > 0) {
    const groups = found.map(({ group }) => group).join(', ');
    throw new Error(`There are ${found.length} of the name '${wanted.name}', in ${groups}. Name one with --group.`);
  }
  return only;
}
