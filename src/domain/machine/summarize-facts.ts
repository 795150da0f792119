import type { ConnectorOfMachine } from '../connectors/connector-of.ts';
import { redact } from '../redact.ts';
import { describeModel } from './describe-instances.ts';
import type { MachineFacts } from './machine-facts.ts';
import type { FactsSummary } from './machine-record.ts';

const mostListed = 30;
/** Characters. */
const mostOfMessage = 200;

/** What a look saw, in short; associations that this look left out are those of the look before. */
export function summarizeFacts(
  facts: MachineFacts,
  before: FactsSummary | undefined,
  connector?: ConnectorOfMachine,
): FactsSummary {
  const { platform, identity } = facts;
  const osParts = [platform.osName, platform.osVersion].filter((part) => part !== undefined);
  const rules = facts.associations?.flatMap(({ ruleId }) => (ruleId === undefined ? [] : [ruleId]));
  return {
    createdAt: facts.createdAt,
    state: stateOf(platform) ?? before?.state ?? 'not read',
    image: platform.kind !== 'arc' ? imageText(platform.image) : undefined,
    operatingSystem: osParts.length === 0 ? undefined : osParts.join(' '),
    identity: { system: identity.system, userAssigned: identity.userAssigned.slice(0, mostListed) },
    extensions: facts.extensions.slice(0, mostListed).map((extension) => ({
      name: extension.name,
      type: `${extension.publisher}/${extension.type}`,
      version: extension.installedVersion ?? extension.requestedVersion,
      state: extension.provisioningState,
      ...messageOf(extension),
    })),
    ruleIds: rules?.slice(0, mostListed) ?? before?.ruleIds,
    managedBy: facts.managedBy,
    connector,
  };
}

/** Of one that failed: of the others it says nothing that anybody must read. */
function messageOf({ provisioningState, message }: MachineFacts['extensions'][number]): { message?: string } {
  const hasFailed = ['failed', 'canceled'].includes(provisioningState.toLowerCase());
  return hasFailed && message !== undefined ? { message: redact(message, mostOfMessage) } : {};
}

/** Undefined where this look did not read it. */
function stateOf(platform: MachineFacts['platform']): string | undefined {
  if (platform.kind === 'vm') return platform.power;
  if (platform.kind === 'arc') return platform.status ?? 'not reported';
  return platform.instances === undefined ? undefined : describeModel(platform.instances);
}

function imageText(image: Extract<MachineFacts['platform'], { kind: 'vm' }>['image']): string | undefined {
  if (image === undefined) return undefined;
  const parts = [image.publisher, image.offer, image.sku].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(':') : image.id;
}
