import { expect, it, test } from 'vitest';
import { builtInDefinitions } from '../../../local/azure/policy/built-in-definitions.ts';
import type { KnownDefinition, PolicyAim } from '../../../src/domain/coexistence/known-definition.ts';
import { knownPartsOf } from '../../../src/domain/coexistence/known-definitions.ts';
import { knownSets } from '../../../src/domain/coexistence/known-sets.ts';
import { machineDefinitions } from '../../../src/domain/coexistence/machine-definitions.ts';
import { subscriptionDefinitions } from '../../../src/domain/coexistence/subscription-definitions.ts';

/** Read once more from Azure/azure-policy: what each acts on, and what it is there for. */
const definitions = `
  637125fd-7c39-4b94-bb0a-d331faf333a9 agent of windows vm: userIdentity
  ae8a10e6-19d6-44a3-a02d-a2bdfc707742 agent of linux vm: userIdentity
  98569e20-8f32-4f31-bf34-0e91590ae9d3 agent of windows scaleSet: userIdentity
  59c3d93f-900b-4827-a8bd-562e7b956e7c agent of linux scaleSet: userIdentity
  ca817e41-e85a-4783-bc7f-dc532d36235e agent of windows vm: systemIdentity
  a4034bc6-ae50-406d-bf76-50f4ee5a7811 agent of linux vm: systemIdentity
  4efbd9d8-6bc6-45f6-9be2-7fe9dd5d89ff agent of windows scaleSet: systemIdentity
  56a3e4f8-649b-4fac-887e-5564d11e8d3a agent of linux scaleSet: systemIdentity
  94f686d6-9a24-4e19-91f1-de937dc171a4 agent of windows arc: systemIdentity
  845857af-0333-4c5d-bbbc-6076697da122 agent of linux arc: systemIdentity
  ad1eeff9-20d7-4c82-a04e-903acab0bfc1 agent of windows vm: userIdentity
  4485d24b-a9d3-4206-b691-1fad83bc5007 agent of windows scaleSet: userIdentity
  a7acfae7-9497-4a3f-a3b5-a16a50abbe2f agent of windows arc: systemIdentity
  56d0ed2b-60fc-44bf-af81-a78c851b5fe1 agent of linux vm: userIdentity
  b73e81f3-6303-48ad-9822-b69fc00c15ef agent of linux scaleSet: userIdentity
  09a1f130-7697-42bc-8d84-8a9ea17e5187 agent of linux arc: systemIdentity
  b6faa975-0add-4f35-8d1c-70bba45c4424 association of windows vm: beside Change Tracking
  8fd85785-1547-4a4a-bf90-d5483c9571c5 association of windows scaleSet: beside Change Tracking
  ef9fe2ce-a588-4edd-829c-6247069dcfdb association of windows arc: beside Change Tracking
  bef2d677-e829-492d-9a3d-f5a20fda818f association of linux vm: beside Change Tracking
  1142b015-2bd7-41e0-8645-a531afe09a1e association of linux scaleSet: beside Change Tracking
  09a1f130-7697-42bc-8d84-8a9ea17e5192 association of linux arc: beside Change Tracking
  f91991d1-5383-4c95-8ee5-5ac423dd8bb1 agent of windows vm of microsoftsqlserver: userIdentity
  3592ff98-9787-443a-af59-4505d0fe0786 agent of windows arc: systemIdentity
  c859b78a-a128-4376-a838-e97ce6625d16 association of windows vm: beside Defender for SQL
  04754ef9-9ae3-4477-bf17-86ef50026304 association of windows vm: beside Defender for SQL
  cbdd12e1-193a-445c-9926-560118c6daaa association of windows arc: beside Defender for SQL
  2227e1f1-23dd-4c3a-85a9-7024a401d8b2 association of windows arc: beside Defender for SQL
  d367bd60-64ca-4364-98ea-276775bddd94 attachedIdentity of vm: userIdentity
  516187d4-ef64-4a1b-ad6b-a7348502976c attachedIdentity of scaleSet: userIdentity
  f40c7c00-b4e3-4068-a315-5fe81347a904 attachedIdentity of vm: builtInIdentity
  09963c90-6ee7-4215-8d26-1cc660a1682f attachedIdentity of windows vm of microsoftsqlserver: userIdentity
  3cf2ab00-13f1-4d0c-8971-2ac904541a7e attachedIdentity of vm, Modify: beside a system-assigned identity where there is none
  497dff13-db2a-4c0f-8603-28fa3b331ab6 attachedIdentity of vm, Modify: addsSystemIdentity
  17b3de92-f710-4cf4-aa55-0e7859f1ed7b attachedIdentity of vm, Modify: addsSystemIdentity
  eab1f514-22e3-42e3-9a1f-e1dc9199355c association of windows machine: rule
  2ea82cdd-f2e8-4500-af75-67a2e084ca74 association of linux machine: rule
  244efd75-0d92-453c-b9a3-7d73ca36ed52 association of windows vm: rule
  0a3b9bf4-d30e-424a-af6b-9a93f6f78792 association of windows scaleSet: rule
  c24c537f-2516-4c2f-aac5-2cd26baa3d26 association of windows arc: rule
  58e891b9-ce13-4ac3-86e4-ac3e1f20cb07 association of linux vm: rule
  050a90d5-7cce-483f-8f6c-0df462036dda association of linux scaleSet: rule
  d5c37ce1-5f52-4523-b949-f19bf945b73a association of linux arc: rule
  1ec9c2c2-6d64-656d-6465-3ec3309b8579 endpoint of windows vm: beside Defender for Endpoint
  d30025d0-6d64-656d-6465-67688881b632 endpoint of linux vm: beside Defender for Endpoint
  37c043a6-6d64-656d-6465-b362dfeb354a endpoint of windows arc: beside Defender for Endpoint
  4eb909e7-6d64-656d-6465-2eeb297a1625 endpoint of linux arc: beside Defender for Endpoint
  5f57b753-04b4-4e5e-aa31-c8888984497a plan of subscription: plan P2 enforced
  5eb6d64a-4086-4d7a-92da-ec51aed0332d plan of subscription: plan P2
  8e86a5b6-b9bd-49d1-8e21-4bb8a0862222 plan of subscription: plan
  ac076320-ddcf-4066-b451-6154267e8ad2 plan of subscription: beside Defender for Cloud, free
  1b8c0040-b224-4ea1-be6a-47254dd5a207 plan of machine: planOfMachines
  9e4879d9-c2a0-4e40-8017-1a5a5327c843 plan of machine: planOfMachines
  080fedce-9d4a-4d07-abf0-9f036afbc9c8 plan of machine: planOfMachines
  f6ff485a-7630-4730-854d-cd3ad855435e plan of machine: planOfMachines
  da56d295-2889-41ce-a4cd-6f50fb93aa68 settings of subscription: setting WDATP true
  48666c5d-cec1-4043-ab6b-1be05abb24f2 settings of subscription: setting WDATP_UNIFIED_SOLUTION true
  f9e2bd2f-47c7-4059-8265-c5292aa62c8a settings of subscription: setting WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW false
  6df2fee6-a9ed-4fef-bced-e13be1b25f1c settings of subscription: autoProvisioning
  8e7da0a5-0a0e-4bbc-bfc0-7773c018b616 settings of subscription: autoProvisioning
`;

/** Members that are known, by how their ids begin; `*`: the parameter `effect` of the set is theirs. */
const sets = `
  0d1b56c6-6d1f-4a5d-8695-b15efbea6b49: d367bd60*, 516187d4*, 637125fd*, 98569e20*, eab1f514*
  babf8e94-780b-4b4d-abaa-4830136a8725: d367bd60*, 516187d4*, ae8a10e6*, 59c3d93f*, 2ea82cdd*
  9575b8b7-78ab-4281-b53b-d3c1ace2260b: ca817e41*, 4efbd9d8*, 94f686d6*, eab1f514*
  118f04da-0375-44d1-84e3-0fd9e1849403: a4034bc6*, 56a3e4f8*, 845857af*, 2ea82cdd*
  924bfe3a-762f-40e7-86dd-5c8b95eb09e6: d367bd60*, ae8a10e6*, 637125fd*, 2ea82cdd beside, eab1f514 beside
  f5bf694c-cca7-4033-b883-3a23327d5485: 516187d4*, 59c3d93f*, 98569e20*, 2ea82cdd beside, eab1f514 beside
  2b00397d-c309-49c4-aa5a-f0b2c5bc6321: 94f686d6*, 845857af*, 2ea82cdd beside, eab1f514 beside
  9dffaf29-5905-4145-883c-957eb442c226: d367bd60*, ae8a10e6*, 637125fd*
  1f9b0c83-b4fa-4585-a686-72b74aeabcfd: 516187d4*, 59c3d93f*, 98569e20*
  59e9c3eb-d8df-473b-8059-23fd38ddd0f0: 94f686d6*, 845857af*
  92a36f05-ebc9-4bba-9128-b47ad2ea3354: d367bd60*, ad1eeff9*, 56d0ed2b*, b6faa975*, bef2d677*
  c4a70814-96be-461c-889f-2b27429120dc: 516187d4*, 4485d24b*, b73e81f3*, 8fd85785*, 1142b015*
  53448c70-089b-4f52-8f38-89196d7f2de1: a7acfae7*, 09a1f130*, ef9fe2ce*, 09a1f130*
  d7c3ea3a-edf3-4bd5-bd64-d5b635b05393: 09963c90, f91991d1, c859b78a, 3592ff98, cbdd12e1
  de01d381-bae9-4670-8870-786f89f49e26: 09963c90, f91991d1, 04754ef9, 3592ff98, 2227e1f1
  362ab02d-c362-417e-a525-45805d58e21d: d367bd60, ae8a10e6, 637125fd, 845857af, 94f686d6
  500ab3a2-f1bd-4a5a-8e47-3e09d9a294c3: d367bd60, ae8a10e6, 637125fd, 845857af, 94f686d6
  f08c57cd-dbd6-49a4-a85e-9ae77ac959b0: 5eb6d64a
  77b391e3-2d5d-40c3-83bf-65c846b3c6a3: da56d295, 48666c5d, f9e2bd2f
  e20d08c5-6d64-656d-6465-ce9e37fd0ebc: 1ec9c2c2, d30025d0, 37c043a6, 4eb909e7
`;

/** What can be assigned and is not compared, with the reason. */
const leftOut: Readonly<Record<string, string>> = {
  'e56962a6-4747-49cd-b67b-bf8b01975c4c': 'denies',
  'e765b5de-1225-4ba3-bd56-1ac6695af988': 'denies',
  '871b6d14-10aa-478d-b590-94f262ecfa99': 'denies',
  '96670d01-0a4d-4649-9c89-2d3abc0a5025': 'denies',
  '1e30110a-5ceb-460c-a204-c1c3969c6d62': 'denies',
  '8ce3da23-7156-49e4-b145-24f95f9dcb46': 'denies',
  'a08ec900-254a-4555-9bf5-e42af04b5c5c': 'denies',
  'c02729e5-e5e7-4458-97fa-2b5ad0661f28': 'audits',
  '3672e6f7-a74d-4763-b138-fcf332042f8f': 'audits',
  'ec621e21-8b48-403d-a549-fc9023d4747f': 'audits',
  '1afdc4b6-581a-45fb-b630-f1e6051e3e7a': 'audits',
  '32ade945-311e-4249-b8a4-a549924234d7': 'audits',
  'f17d891d-ff20-46f2-bad3-9e0a5403a4d3': 'audits',
  '4da35fc9-c9e7-4960-aec9-797fe7d9051d': 'audits',
  '1f3afdf9-d0c9-4c3d-847f-89da613e70a8': 'audits: the Microsoft cloud security benchmark',
  '8b5ad9ab-3d44-4a6e-9ac3-75b04ea5fd28': "makes a rule under Defender's own names",
  '3b1a8e0a-b2e1-48be-9365-28be2fbef550': "makes a rule under Defender's own names",
  'c15c5978-ab6e-4599-a1c3-90a7918f5371': "makes a rule under Defender's own names",
  'a2ea54a3-9707-45e3-8230-bbda8309d17e': 'an association that is known by its name',
  '89ca9cc7-25cd-4d53-97ba-445ca7a1f222': 'the Dependency agent, which nothing here installs',
  '385f5831-96d4-41db-9a3c-cd3af78aaae6': 'Guest Configuration, which nothing here installs',
  '331e8ea8-378a-410f-a2e5-ae22f38bb0da': 'Guest Configuration, which nothing here installs',
};

const linesOf = (text: string) => text.trim().split(/\n\s*/);
const allDefinitions = { ...machineDefinitions, ...subscriptionDefinitions };

function describeAim(aim: PolicyAim): string {
  switch (aim.kind) {
    case 'beside':
      return `beside ${aim.what}`;
    case 'plan':
      return ['plan', ...(aim.subPlan === undefined ? [] : [aim.subPlan]), ...(aim.enforces ? ['enforced'] : [])].join(
        ' ',
      );
    case 'setting':
      return `setting ${aim.name} ${aim.enabled}`;
    default:
      return aim.kind;
  }
}

function describe({ facet, on, os, publisher, effect, aim }: KnownDefinition): string {
  const whom = [...(os === undefined ? [] : [os]), on, ...(publisher === undefined ? [] : ['of', publisher])].join(' ');
  return `${facet} of ${whom}${effect === 'Modify' ? ', Modify' : ''}: ${describeAim(aim)}`;
}

test('each definition that is compared acts on whom its file says, and for what it says', () => {
  const known = Object.entries(allDefinitions).map(([id, definition]) => `${id} ${describe(definition)}`);
  expect(known).toEqual(linesOf(definitions));
});

test('each set has the members that its file names, with the effect that is theirs', () => {
  const known = Object.entries(knownSets).map(([id, members]) => {
    const words = members.map(({ definition, effectParameter, aim }) => {
      const own = effectParameter === 'effect' ? '*' : '';
      return `${definition.slice(0, 8)}${own}${aim === undefined ? '' : ' beside'}`;
    });
    return `${id}: ${words.join(', ')}`;
  });
  expect(known).toEqual(linesOf(sets));
});

it('knows each part of a set by its own reference', () => {
  for (const members of Object.values(knownSets)) {
    expect(new Set(members.map(({ reference }) => reference.toLowerCase())).size).toBe(members.length);
  }
});

test('whatever can be assigned is compared, or left out for a reason; and all that is compared can be assigned', () => {
  const assignable = builtInDefinitions.map(({ name }) => name);
  const unknown = assignable.filter((id) => knownPartsOf(id) === undefined);
  expect(unknown.toSorted()).toEqual(Object.keys(leftOut).toSorted());
  const ids = [...Object.keys(allDefinitions), ...Object.keys(knownSets)];
  expect(ids.filter((id) => !assignable.includes(id))).toEqual([]);
});
