import type { JsonObject } from '../core/types.ts';
import { denyingDefinitions } from './denying-definitions.ts';

/** A definition that Microsoft ships. */
export interface BuiltInDefinition {
  /** Its GUID. */
  readonly name: string;
  readonly isSet: boolean;
  /** As the file in Azure/azure-policy says it; of most only the id is known here. */
  readonly displayName?: string;
  /** `Indexed` looks at resources that have a location and tags only; `All` also at groups. */
  readonly mode: 'Indexed' | 'All';
  readonly version: string;
  /** By name; undefined: not known here, and anything is taken. */
  readonly parameters?: JsonObject;
  /** The `if` of its rule. */
  readonly condition?: JsonObject;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Agents, identities, associations, Defender's plan, settings and endpoint protection (Azure/azure-policy, by id). */
const definitionIds = words(`
  637125fd-7c39-4b94-bb0a-d331faf333a9 ae8a10e6-19d6-44a3-a02d-a2bdfc707742 98569e20-8f32-4f31-bf34-0e91590ae9d3
  59c3d93f-900b-4827-a8bd-562e7b956e7c ca817e41-e85a-4783-bc7f-dc532d36235e a4034bc6-ae50-406d-bf76-50f4ee5a7811
  4efbd9d8-6bc6-45f6-9be2-7fe9dd5d89ff 56a3e4f8-649b-4fac-887e-5564d11e8d3a 94f686d6-9a24-4e19-91f1-de937dc171a4
  845857af-0333-4c5d-bbbc-6076697da122 d367bd60-64ca-4364-98ea-276775bddd94 516187d4-ef64-4a1b-ad6b-a7348502976c
  f40c7c00-b4e3-4068-a315-5fe81347a904 3cf2ab00-13f1-4d0c-8971-2ac904541a7e 497dff13-db2a-4c0f-8603-28fa3b331ab6
  17b3de92-f710-4cf4-aa55-0e7859f1ed7b 09963c90-6ee7-4215-8d26-1cc660a1682f eab1f514-22e3-42e3-9a1f-e1dc9199355c
  2ea82cdd-f2e8-4500-af75-67a2e084ca74 8b5ad9ab-3d44-4a6e-9ac3-75b04ea5fd28 3b1a8e0a-b2e1-48be-9365-28be2fbef550
  a2ea54a3-9707-45e3-8230-bbda8309d17e c15c5978-ab6e-4599-a1c3-90a7918f5371 c859b78a-a128-4376-a838-e97ce6625d16
  89ca9cc7-25cd-4d53-97ba-445ca7a1f222 da56d295-2889-41ce-a4cd-6f50fb93aa68 f9e2bd2f-47c7-4059-8265-c5292aa62c8a
  48666c5d-cec1-4043-ab6b-1be05abb24f2 5f57b753-04b4-4e5e-aa31-c8888984497a 5eb6d64a-4086-4d7a-92da-ec51aed0332d
  c02729e5-e5e7-4458-97fa-2b5ad0661f28 3672e6f7-a74d-4763-b138-fcf332042f8f ec621e21-8b48-403d-a549-fc9023d4747f
  1afdc4b6-581a-45fb-b630-f1e6051e3e7a 32ade945-311e-4249-b8a4-a549924234d7 f17d891d-ff20-46f2-bad3-9e0a5403a4d3
  244efd75-0d92-453c-b9a3-7d73ca36ed52 0a3b9bf4-d30e-424a-af6b-9a93f6f78792 c24c537f-2516-4c2f-aac5-2cd26baa3d26
  58e891b9-ce13-4ac3-86e4-ac3e1f20cb07 050a90d5-7cce-483f-8f6c-0df462036dda d5c37ce1-5f52-4523-b949-f19bf945b73a
  ad1eeff9-20d7-4c82-a04e-903acab0bfc1 4485d24b-a9d3-4206-b691-1fad83bc5007 a7acfae7-9497-4a3f-a3b5-a16a50abbe2f
  56d0ed2b-60fc-44bf-af81-a78c851b5fe1 b73e81f3-6303-48ad-9822-b69fc00c15ef 09a1f130-7697-42bc-8d84-8a9ea17e5187
  09a1f130-7697-42bc-8d84-8a9ea17e5192 f91991d1-5383-4c95-8ee5-5ac423dd8bb1 3592ff98-9787-443a-af59-4505d0fe0786
  1ec9c2c2-6d64-656d-6465-3ec3309b8579 d30025d0-6d64-656d-6465-67688881b632 37c043a6-6d64-656d-6465-b362dfeb354a
  4eb909e7-6d64-656d-6465-2eeb297a1625 8e86a5b6-b9bd-49d1-8e21-4bb8a0862222 4da35fc9-c9e7-4960-aec9-797fe7d9051d
  9e4879d9-c2a0-4e40-8017-1a5a5327c843 f6ff485a-7630-4730-854d-cd3ad855435e 385f5831-96d4-41db-9a3c-cd3af78aaae6
  331e8ea8-378a-410f-a2e5-ae22f38bb0da ac076320-ddcf-4066-b451-6154267e8ad2 1b8c0040-b224-4ea1-be6a-47254dd5a207
  080fedce-9d4a-4d07-abf0-9f036afbc9c8 b6faa975-0add-4f35-8d1c-70bba45c4424 8fd85785-1547-4a4a-bf90-d5483c9571c5
  ef9fe2ce-a588-4edd-829c-6247069dcfdb bef2d677-e829-492d-9a3d-f5a20fda818f 1142b015-2bd7-41e0-8645-a531afe09a1e
  04754ef9-9ae3-4477-bf17-86ef50026304 cbdd12e1-193a-445c-9926-560118c6daaa 2227e1f1-23dd-4c3a-85a9-7024a401d8b2
  6df2fee6-a9ed-4fef-bced-e13be1b25f1c 8e7da0a5-0a0e-4bbc-bfc0-7773c018b616`);

const setIds = words(`
  0d1b56c6-6d1f-4a5d-8695-b15efbea6b49 babf8e94-780b-4b4d-abaa-4830136a8725 9575b8b7-78ab-4281-b53b-d3c1ace2260b
  118f04da-0375-44d1-84e3-0fd9e1849403 77b391e3-2d5d-40c3-83bf-65c846b3c6a3 e20d08c5-6d64-656d-6465-ce9e37fd0ebc
  92a36f05-ebc9-4bba-9128-b47ad2ea3354 c4a70814-96be-461c-889f-2b27429120dc d7c3ea3a-edf3-4bd5-bd64-d5b635b05393
  de01d381-bae9-4670-8870-786f89f49e26 924bfe3a-762f-40e7-86dd-5c8b95eb09e6 f5bf694c-cca7-4033-b883-3a23327d5485
  1f3afdf9-d0c9-4c3d-847f-89da613e70a8 53448c70-089b-4f52-8f38-89196d7f2de1 2b00397d-c309-49c4-aa5a-f0b2c5bc6321
  9dffaf29-5905-4145-883c-957eb442c226 1f9b0c83-b4fa-4585-a686-72b74aeabcfd 59e9c3eb-d8df-473b-8059-23fd38ddd0f0
  362ab02d-c362-417e-a525-45805d58e21d 500ab3a2-f1bd-4a5a-8e47-3e09d9a294c3 f08c57cd-dbd6-49a4-a85e-9ae77ac959b0`);

const stub = (name: string, isSet: boolean): BuiltInDefinition => ({ name, isSet, mode: 'Indexed', version: '1.0.0' });

/** Every built-in that can be assigned here. */
export const builtInDefinitions: readonly BuiltInDefinition[] = [
  ...denyingDefinitions,
  ...definitionIds.map((name) => stub(name, false)),
  ...setIds.map((name) => stub(name, true)),
];
