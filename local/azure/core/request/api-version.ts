import { parseArmId } from '../store/arm-id.ts';
import { regions } from '../store/regions.ts';
import { versionsOf } from './api-versions-of-types.ts';
import { type ArmError, armError } from './arm-error.ts';

/**
 * Checks the `api-version` of a request against those that its type has. Errors as ARM words them: of its own types it
 * says that the version is invalid, of a provider's that none is registered for it (Azure/azure-cli issue 28496,
 * Azure/azure-sdk-for-js issue 4097).
 * @param path the request's; types without a list take any date
 * @param location of the resource, if it has one; ARM names it
 */
export function checkApiVersion(apiVersion: string, path: string, location: () => string | undefined): void {
  if (apiVersion === '') {
    throw armError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  const { typePath } = parseArmId(path);
  const versions = versionsOf(typePath);
  if (!isVersion(apiVersion)) throw invalidVersion(apiVersion, versions ?? []);
  if (versions === undefined || versions.includes(apiVersion.toLowerCase())) return;
  if (/^microsoft\.resources\//i.test(typePath)) throw invalidVersion(apiVersion, versions);
  throw armError(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for location '${location() ?? 'global'}' and API version '${apiVersion}' for type '${typePath.split('/').slice(1).join('/')}'. The supported api-versions are '${versions.join(', ')}'. The supported locations are '${regions.map(({ name }) => name).join(', ')}'.`,
  );
}

function isVersion(text: string): boolean {
  const date = /^(\d{4}-\d{2}-\d{2})(-preview|-alpha|-beta|-privatepreview)?$/i.exec(text)?.[1];
  return date !== undefined && !Number.isNaN(Date.parse(date));
}

function invalidVersion(apiVersion: string, versions: readonly string[]): ArmError {
  return armError(
    400,
    'InvalidApiVersionParameter',
    `The api-version '${apiVersion}' is invalid. The supported versions are '${versions.toReversed().join(',')}'.`,
  );
}
