import { parseFleetFile } from '../../src/domain/fleet/parse-fleet-file.ts';
import { stepIdSchema } from '../../src/domain/ids.ts';
import { permitWrite, type WritePermit } from '../../src/domain/permit/write-permit.ts';
import type { AzureWrite } from '../../src/domain/write/azure-write.ts';
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
  const at = new Date(wallNowMs).toISOString();
  const permit = permitWrite({
    guard: {
      target: write.target,
      fleet: fleet.fleet,
      exclusion: null,
      eligibility: { state: 'new', at, by: 'test' },
      mode: 'enforce',
      belongsTo: undefined,
      earliestMs: undefined,
      arms: [{ scope: '*', by: 'test', at, why: 'test', planHash: undefined }],
      freezes: [],
      nowMs: wallNowMs,
    },
    steps: {},
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
    wallNowMs,
  });
  if ('kind' in permit) throw new Error(`refused: ${permit.reason}`);
  return permit;
}
