import { isSameName } from '../ids.ts';
import type { ConnectorFacts } from './connector-facts.ts';

/** What of a machine tells that it is of a connector. */
export interface ConnectedMachine {
  readonly tags: Readonly<Record<string, string>>;
  readonly platform:
    | { readonly kind: 'vm' | 'scaleSet' }
    | { readonly kind: 'arc'; readonly cloud: string | undefined; readonly resourceKind: string | undefined };
}

/** The connector that brought a machine to Azure Arc. */
export interface ConnectorOfMachine {
  /** Undefined where the subscription has none that can be told to be the machine's. */
  readonly id: string | undefined;
  /** Whether the connector installs Defender for Endpoint, so that nobody else needs to; undefined: it cannot be told. */
  readonly providesEndpoint: boolean | undefined;
}

const clouds = ['AWS', 'GCP'] as const;
const connectorTag = 'MDFCSecurityConnector';

/**
 * The connector of an Arc machine: told by its kind, by the cloud that its agent found itself in, or by the tag that
 * connectors put on their machines ("Connect your AWS account", Defender for Cloud; the built-in policies for Defender for
 * Endpoint skip it). Its account is told by none of them, so where several connectors could be meant, they count only in
 * what they agree on. Undefined: the machine is of no connector.
 */
export function connectorOf(
  { tags, platform }: ConnectedMachine,
  connectors: readonly ConnectorFacts[],
): ConnectorOfMachine | undefined {
  if (platform.kind !== 'arc') return undefined;
  const cloud = clouds.find(
    (one) => isSameName(one, platform.resourceKind ?? '') || isSameName(one, platform.cloud ?? ''),
  );
  const isTagged = Object.entries(tags).some(
    ([name, value]) => isSameName(name, connectorTag) && isSameName(value, 'true'),
  );
  if (cloud === undefined && !isTagged) return undefined;
  const [first, ...others] = connectors.filter((one) => cloud === undefined || one.cloud === cloud);
  if (first === undefined) return isTagged ? { id: undefined, providesEndpoint: undefined } : undefined;
  const agree = others.every(({ providesEndpoint }) => providesEndpoint === first.providesEndpoint);
  return {
    id: others.length === 0 ? first.id : undefined,
    providesEndpoint: agree ? first.providesEndpoint : undefined,
  };
}
