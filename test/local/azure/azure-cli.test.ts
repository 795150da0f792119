import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCertificate } from '../../../local/azure/server/certificate.ts';
import type { RunningServer } from '../../../local/azure/server/running-server.ts';
import { serveIdentity } from '../../../local/azure/server/serve-identity.ts';
import { serveSimulator } from '../../../local/azure/server/serve-simulator.ts';
import { createSimulator } from '../../../local/azure/simulator.ts';
import { ScaledClock } from '../../../local/clock/scaled-clock.ts';
import { groupId, identityId, ubuntu, vmId } from './azure-fixture.ts';

const hasCli = isInstalled();
if (!hasCli) console.log('Skipped: the Azure CLI (az) is not installed here.');

function isInstalled(): boolean {
  try {
    execFileSync('az', ['--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** An unmodified `az` against the simulator over https; real time, 60 times as fast inside. */
describe.skipIf(!hasCli)('the Azure CLI', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'azure-cli-'));
  const servers: RunningServer[] = [];
  const now = Date.now();
  const time = new ScaledClock({ startAppMs: now, startRealMs: now, speed: 60 });
  const simulator = createSimulator({ time, retryAfterSeconds: 1 });
  let env: NodeJS.ProcessEnv = {};
  let url = '';

  const az = async (line: string, ...more: string[]) => {
    const { stdout } = await promisify(execFile)('az', [...line.split(' '), ...more, '-o', 'json'], { env });
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  };

  beforeAll(async () => {
    const certificate = await createCertificate();
    const bundle = join(folder, 'simulator.pem');
    writeFileSync(bundle, certificate.certificate);
    const server = await serveSimulator({ simulator, certificate, port: 0 });
    const identity = await serveIdentity({ simulator, port: 0 });
    servers.push(server, identity);
    url = server.url;
    env = {
      ...process.env,
      AZURE_CONFIG_DIR: folder,
      AZURE_CORE_COLLECT_TELEMETRY: 'false',
      REQUESTS_CA_BUNDLE: bundle,
      MSI_ENDPOINT: identity.msiEndpoint,
    };
    const endpoints = ['resource-manager', 'active-directory', 'active-directory-resource-id', 'management'];
    const all = [...endpoints, 'active-directory-graph-resource-id'].flatMap((name) => [`--endpoint-${name}`, url]);
    await az('cloud register -n Simulator --profile 2020-09-01-hybrid', ...all);
    await az('cloud set -n Simulator');
    await az('login --identity');
  }, 60_000);

  afterAll(async () => {
    simulator.close();
    await Promise.all(servers.map((server) => server.close()));
    rmSync(folder, { recursive: true });
  });

  test('works on VMs, identities and extensions', async () => {
    await az('group create -n demo -l westeurope');
    const nic = `${groupId}/providers/Microsoft.Network/networkInterfaces/web1-nic`;
    const networkProfile = { networkInterfaces: [{ id: nic }] };
    const properties = { storageProfile: { imageReference: ubuntu }, networkProfile };
    const body = { location: 'westeurope', properties };
    const vmUrl = `${url}${vmId('web1')}?api-version=2024-07-01`;
    await az('rest --method put --url', vmUrl, '--body', JSON.stringify(body));
    await az('vm wait -g demo -n web1 --created --interval 1');
    expect(await az('vm list -g demo')).toMatchObject([{ name: 'web1', provisioningState: 'Succeeded' }]);

    expect(await az('vm list -d -g demo')).toMatchObject([{ name: 'web1', powerState: 'VM running' }]);
    expect(await az('vm show -d -g demo -n web1')).toMatchObject({ name: 'web1', privateIps: '' });
    expect(await az('resource list -g demo')).toMatchObject([{ name: 'web1' }]);
    const type = 'Microsoft.Compute/virtualMachines';
    expect(await az(`resource show -g demo -n web1 --resource-type ${type}`)).toMatchObject({ id: vmId('web1') });
    expect(await az('account list-locations')).toContainEqual(expect.objectContaining({ name: 'westeurope' }));
    expect(await az('provider list')).toContainEqual(expect.objectContaining({ namespace: 'Microsoft.Compute' }));

    await az('identity create -g demo -n id1');
    const assigned = await az('vm identity assign -g demo -n web1 --identities', identityId('id1'));
    expect(Object.keys(assigned.userAssignedIdentities)).toEqual([identityId('id1')]);

    const agent = '--publisher Microsoft.Azure.Monitor --name AzureMonitorLinuxAgent --version 1.36';
    const set = await az(`vm extension set -g demo --vm-name web1 ${agent} --enable-auto-upgrade true`);
    expect(set).toMatchObject({ provisioningState: 'Succeeded', enableAutomaticUpgrade: true });
    expect(await az('vm extension list -g demo --vm-name web1')).toHaveLength(1);

    await az('vm deallocate -g demo -n web1');
    await expect(az('vm extension delete -g demo --vm-name web1 --name AzureMonitorLinuxAgent')).rejects.toThrow(
      'Cannot modify extensions in the VM when the VM is not running.',
    );
    await az('vm start -g demo -n web1');
    const view = await az('vm get-instance-view -g demo -n web1');
    expect(view.instanceView.statuses.at(-1).code).toBe('PowerState/running');
    await az('vm extension delete -g demo --vm-name web1 --name AzureMonitorLinuxAgent');
    await az('vm delete -g demo -n web1 --yes');
    await expect(az('vm show -g demo -n web1')).rejects.toThrow('ResourceNotFound');
    expect(simulator.context.groups.get(groupId)?.createdBy.name).toBe('operator');
  });
});
