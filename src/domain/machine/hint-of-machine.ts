import { agentNeeds } from '../cloud/agent-hosts.ts';
import type { CloudName } from '../cloud/cloud-name.ts';
import type { MachineRecord } from './machine-record.ts';
import { codeOf, hintOfStanding } from './standing.ts';

/**
 * What a person should do about a machine, in one line; undefined where nothing is to be done. Where the agent may not
 * have got through, it names the hosts of this cloud and the machine's region.
 */
export function hintOfMachine(record: MachineRecord, cloud: CloudName): string | undefined {
  const { standing, findings, region } = record;
  const hint = hintOfStanding(standing);
  const isAgentStuck = codeOf(standing) === 'ProvisioningTimeout' && findings.ama?.code === 'ProvisioningTimeout';
  if (hint === undefined || !isAgentStuck) return hint;
  const { hosts, serviceTags } = agentNeeds(cloud, { region });
  return `${hint} The agent needs port 443 of ${hosts.join(', ')} (service tags ${serviceTags.join(' and ')}).`;
}
