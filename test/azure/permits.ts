import { parseFleetFile } from '../../src/domain/fleet/parse-fleet-file.ts';
import { stepIdSchema } from '../../src/domain/ids.ts';
import type { MachineFacts } from '../../src/domain/machine/machine-facts.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import type { WritePermit } from '../../src/domain/permit/write-permit.ts';
import type { AzureWrite } from '../../src/domain/write/azure-write.ts';
import { permitStep } from '../domain/permit/permit-request.ts';
import { ruleId, subscription } from './payloads.ts';

/** A permit as an armed, enforced fleet gives it at `wallNowMs`. */
export function permitFor(write: AzureWrite, wallNowMs: number): WritePermit {
  const fleet = parseFleetFile(
    JSON.stringify({
      scope: { subscriptions: [subscription] },
      profiles: [{ name: 'all', mode: 'enforce', dataCollection: { rules: [{ id: ruleId }] } }],
    }),
  );
  if (fleet.kind === 'invalid')
    throw new Error(fleet.errors.map(({ path, message }) => `${path} ${message}`).join('; '));
  const profile = fleet.fleet.profiles[0];
  if (profile === undefined) throw new Error('the fleet has no profile');
  const at = new Date(wallNowMs).toISOString();
  const permit = permitStep({
    record: { ...newRecord(write.machine, at), eligibility: { state: 'new', at, by: 'test' } },
    facts: factsOf(write),
    step: {
      id: stepIdSchema.parse('test'),
      service: 'ama',
      write,
      why: 'test',
      creates: true,
      exclusive: false,
      needs: [],
      produces: [],
      changesDefaultToken: false,
    },
    fleet: fleet.fleet,
    profile,
    arms: [{ scope: '*', by: 'test', at, why: 'test', planHash: undefined }],
    freezes: [],
    nowMs: wallNowMs,
    wallNowMs,
  });
  if ('kind' in permit) throw new Error(`refused: ${permit.reason}`);
  return permit;
}

function factsOf({ machine }: AzureWrite): MachineFacts {
  return {
    machine,
    incarnation: 'one',
    region: 'westeurope',
    os: 'linux',
    createdAt: undefined,
    tags: {},
    provisioningState: 'Succeeded',
    etag: undefined,
    managedBy: undefined,
    identity: { system: false, userAssigned: [] },
    extensions: [],
    associations: [],
    platform: {
      kind: 'arc',
      status: 'Connected',
      osName: undefined,
      osSku: undefined,
      osEdition: undefined,
      osVersion: undefined,
      extensionsEnabled: true,
      allowList: undefined,
      blockList: undefined,
      resourceKind: undefined,
      cloud: undefined,
      azureVmId: undefined,
    },
  };
}
