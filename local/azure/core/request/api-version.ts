import { armError } from './arm-error.ts';

const usualOldest = '2018-06-01';

/**
 * Checks the `api-version` of a request: any date from 2018-06-01 on, previews included; real clients of very
 * different age use the simulator. Errors as ARM words them.
 */
export function checkApiVersion(apiVersion: string | undefined, oldest = usualOldest): string {
  if (apiVersion === undefined || apiVersion === '') {
    throw armError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  const date = /^(\d{4}-\d{2}-\d{2})(-preview|-alpha|-beta|-privatepreview)?$/i.exec(apiVersion)?.[1];
  if (date === undefined || Number.isNaN(Date.parse(date)) || date < oldest) {
    throw armError(
      400,
      'InvalidApiVersionParameter',
      `The api-version '${apiVersion}' is invalid. The supported versions are the dates from '${oldest}' on.`,
    );
  }
  return apiVersion;
}
