/**
 * Compute: `operations`, behind both headers. Arc: `operationstatus` behind Azure-AsyncOperation and `operationresults`
 * behind Location (recordings of azure-powershell; Azure resource provider operations).
 */
const collections = ['operations', 'operationstatus', 'operationresults'] as const;

/** The ARM action that reading an operation's URL needs; what is unheard of counts as `operations`. */
export function operationOfUrl(url: string, provider: string): string {
  const segments = new URL(url).pathname.toLowerCase().split('/');
  const named = segments[segments.indexOf('locations') + 2];
  return `${provider}/locations/${collections.find((collection) => collection === named) ?? 'operations'}/read`;
}
