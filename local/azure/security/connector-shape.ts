import type { BodyShape } from '../core/request/body-shape.ts';

/** The first version has other names for what a connector is connected to. */
const firstVersion = '2021-07-01-preview';

/**
 * What a write of Microsoft.Security/securityConnectors may hold. Of an environment and an offering only the member
 * that tells their kind is checked: the rest differs by kind and api-version.
 */
export function connectorShape(apiVersion: string): BodyShape {
  const connected: { readonly [member: string]: BodyShape } =
    apiVersion.toLowerCase() === firstVersion
      ? { cloudName: 'string', organizationalData: { '*': 'any' } }
      : { environmentName: 'string', environmentData: { environmentType: 'string', '*': 'any' } };
  return {
    id: 'string',
    name: 'string',
    type: 'string',
    location: 'string',
    kind: 'string',
    etag: 'string',
    systemData: 'any',
    tags: { '*': 'string' },
    properties: {
      ...connected,
      hierarchyIdentifier: 'string',
      hierarchyIdentifierTrialEndDate: 'string',
      offerings: [{ offeringType: 'string', '*': 'any' }],
    },
  };
}
