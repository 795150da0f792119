import { type AdoptionReport, adoptionReport, needsPlanHash } from '../domain/adoption/adoption-report.ts';
import { parseMachineId } from '../domain/machine/machine-ref.ts';
import type { Ports } from '../ports.ts';
import { requestLook } from '../work/request-look.ts';
import { listRecords } from './list-records.ts';

export interface ArmRequest {
  /** ARM scope ids, or `*`. */
  readonly scopes: readonly string[];
  readonly planHash: string | undefined;
  readonly by: string;
  readonly why: string;
}

export type ArmOutcome =
  | { readonly kind: 'armed'; readonly looksRequested: number; readonly planHash: string }
  /** What would be written is not what was agreed to. */
  | { readonly kind: 'planChanged'; readonly report: AdoptionReport };

/** The report of what arming these scopes would find, from stored rows alone. */
export async function readAdoption(ports: Pick<Ports, 'store'>, scopes: readonly string[]): Promise<AdoptionReport> {
  const records = [];
  for await (const record of listRecords(ports)) records.push(record);
  return adoptionReport(records, scopes);
}

/**
 * Lets these scopes be written, if the plan is still the one that was read (definition D6). Machines that wait for
 * it are looked at again.
 */
export async function armScopes(ports: Ports, request: ArmRequest): Promise<ArmOutcome> {
  const report = await readAdoption(ports, request.scopes);
  const isAgreed = request.planHash === undefined ? !needsPlanHash(report.rows) : request.planHash === report.planHash;
  if (!isAgreed) return { kind: 'planChanged', report };
  const { by, why, planHash } = request;
  const at = new Date(ports.clock.now()).toISOString();
  for (const scope of request.scopes) await ports.store.controls.put('arm', { scope, by, at, why, planHash });
  const waiting = report.rows.filter((row) => row.wouldWrite.length > 0);
  for (const row of waiting) {
    const machine = parseMachineId(row.resourceId);
    if (machine !== undefined) await requestLook(ports, { machine, reason: `armed by ${by}` });
  }
  return { kind: 'armed', looksRequested: waiting.length, planHash: report.planHash };
}
