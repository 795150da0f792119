import { expect, test } from 'vitest';
import { group, groupPayload, refOf, vmId, vmPayload } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';

const cluster = `${group}/providers/Microsoft.ContainerService/managedClusters/k8s`;
const batchGroup = 'AzureBatch-0a1b2c3d-0000-4000-a000-00000000000f-C';

interface Signs {
  readonly vm?: object;
  readonly group?: object;
  readonly groupName?: string;
}

test.each<[string, Signs, string | undefined]>([
  ['the VM itself', { vm: { managedBy: cluster } }, cluster],
  ['its resource group', { group: { managedBy: cluster } }, cluster],
  ['tags of AKS', { vm: { tags: { 'aks-managed-poolName': 'nodepool1' } } }, 'Azure Kubernetes Service'],
  ['the name of a node group of AKS', { groupName: 'MC_rg-app_k8s_westeurope' }, 'Azure Kubernetes Service'],
  ['tags of Databricks', { vm: { tags: { Vendor: 'Databricks' } } }, 'Azure Databricks'],
  ['the name of a node group of Batch', { groupName: batchGroup }, 'Azure Batch'],
  ['a group that is only named alike', { groupName: 'MC_finance_old_archive' }, undefined],
  ['a vendor tag of another', { vm: { tags: { vendor: 'Contoso' } } }, undefined],
])('the owner is recognised from %s', async (_, signs, owner) => {
  const { groupName = 'rg-app' } = signs;
  const id = vmId.replace('rg-app', groupName);
  const vm = { ...vmPayload, ...signs.vm, id };
  const resourceGroup = { ...groupPayload, ...signs.group };
  const { port } = recordedAzure(({ url }) => ({
    status: 200,
    body: url.includes('virtualMachines') ? vm : resourceGroup,
  }));
  const outcome = await port.readMachine(refOf(id), { associations: false });
  expect(outcome.kind === 'found' && outcome.value.managedBy).toBe(owner);
});
