import { describe, expect, it } from 'vitest';
import { parseMachineId, parseMachineOf } from '../../../src/domain/target/machine-ref.ts';

const subscription = '5B5C0000-0000-4000-a000-000000000001';

function vmId(name: string, group = 'shop'): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

function arcId(name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/shop/providers/Microsoft.HybridCompute/machines/${name}`;
}

const misleading = [
  '.',
  '..',
  'a b',
  'a?b',
  'a#b',
  'a%2Fb',
  '%2e%2e',
  'a\\b',
  'a&b',
  'a\nb',
  'a\u0000b',
  'a\u200bb',
  "a'b",
  'a:b',
  '',
];

describe('parseMachineId', () => {
  it('reads a VM and an Arc machine, in any case', () => {
    expect(parseMachineId(vmId('web-01').toUpperCase())).toMatchObject({
      key: parseMachineId(vmId('web-01'))?.key,
      kind: 'vm',
      subscription: subscription.toLowerCase(),
      resourceGroup: 'SHOP',
      name: 'WEB-01',
    });
    expect(parseMachineId(arcId('srv-01'))).toMatchObject({ kind: 'arc', resourceGroup: 'shop', name: 'srv-01' });
  });

  it.each(['a', 'web_01.example-x', 'set_1a2b3c4d', 'n'.repeat(80)])('takes the VM name %s', (name) => {
    expect(parseMachineId(vmId(name))?.name).toBe(name);
  });

  it.each(['g', 'Größe-1_(prod).eu', '東京', '_', 'g'.repeat(90)])('takes the resource group %s', (group) => {
    expect(parseMachineId(vmId('web', group))?.resourceGroup).toBe(group);
  });

  it.each(misleading)('refuses the name %j', (name) => {
    expect(parseMachineId(vmId(name))).toBeUndefined();
    expect(parseMachineId(arcId(name))).toBeUndefined();
  });

  it.each([...misleading, 'shop.', 'g'.repeat(91)])('refuses the resource group %j', (group) => {
    expect(parseMachineId(vmId('web', group))).toBeUndefined();
  });

  it('refuses names that are longer than Azure allows', () => {
    expect(parseMachineId(vmId('n'.repeat(81)))).toBeUndefined();
    expect(parseMachineId(arcId('n'.repeat(54)))?.kind).toBe('arc');
    expect(parseMachineId(arcId('n'.repeat(55)))).toBeUndefined();
  });

  it('refuses a resource of another type, the instance of a scale set too', () => {
    const set = vmId('web').replace('virtualMachines', 'virtualMachineScaleSets');
    expect(parseMachineId(`${set}/virtualMachines/0`)).toBeUndefined();
    expect(parseMachineId(vmId('web').replace('virtualMachines', 'machines'))).toBeUndefined();
    expect(parseMachineId(vmId('web').replace('Microsoft.Compute', 'Microsoft.HybridCompute'))).toBeUndefined();
  });

  it('takes no other letter for one of the path', () => {
    expect(parseMachineId(vmId('web').replace('Microsoft', 'M\u0130crosoft'))).toBeUndefined();
    expect(parseMachineId(vmId('web').replace('subscriptions', '\u017fubscriptions'))).toBeUndefined();
    expect(parseMachineId(vmId('wor\u212aer'))).toBeUndefined();
  });
});

describe('parseMachineOf', () => {
  it('finds the machine of an extension, and none above a misleading name', () => {
    expect(parseMachineOf(`${vmId('web')}/extensions/a`)?.name).toBe('web');
    expect(parseMachineOf(`${vmId('..')}/extensions/a`)).toBeUndefined();
    expect(parseMachineOf(`${vmId('web?x=')}/extensions/a`)).toBeUndefined();
  });
});

describe('a scale set', () => {
  const set = vmId('web').replace('virtualMachines', 'virtualMachineScaleSets');

  it('is a machine, in any case', () => {
    expect(parseMachineId(set)).toMatchObject({ kind: 'scaleSet', name: 'web' });
    expect(parseMachineId(set.toUpperCase())?.key).toBe(parseMachineId(set)?.key);
  });

  it.each([
    '',
    '/extensions/AzureMonitorLinuxAgent',
    '/virtualMachines/3',
    '/virtualMachines/3/extensions/AzureMonitorLinuxAgent',
    '/VIRTUALMACHINES/17/networkInterfaces/nic',
    '/virtualMachines/0/',
    '/virtualMachines/web_3',
    '/virtualMachines/WEB_0000012/extensions/AzureMonitorLinuxAgent',
    '/providers/Microsoft.Insights/dataCollectionRuleAssociations/a',
  ])('is meant by what lies below it and below its instances: %s', (below) => {
    expect(parseMachineOf(`${set}${below}`)?.key).toBe(parseMachineId(set)?.key);
    expect(parseMachineOf(`${set.toUpperCase()}${below}`)?.kind).toBe('scaleSet');
  });

  it.each(['web_0a1b2c3d', 'web_12345678', 'web_0a1b2c3d/extensions/AzureMonitorLinuxAgent', 'own-name-7'])(
    'leads to the VM where its instance has the name of one: %s',
    (below) => {
      const vm = parseMachineId(vmId(below.split('/')[0] ?? ''));
      expect(parseMachineOf(`${set}/virtualMachines/${below}`)).toMatchObject({ kind: 'vm', key: vm?.key });
    },
  );

  it('has no row for an instance that only looks like one', () => {
    for (const name of ['..', '%2e%2e', 'a b', 'n'.repeat(81)]) {
      expect(parseMachineOf(`${set}/virtualMachines/${name}`)).toBeUndefined();
    }
  });
});
