/**
 * The URL of a request. ARM takes several slashes for one (`az resource show` sends
 * `/providers/Microsoft.Compute//virtualMachines/web1`), and a scope that was percent-encoded as a whole
 * (`/subscriptions%2F{id}%2FresourceGroups%2F...`; pulumi/pulumi-azure-native issues 3118 and 4201).
 */
export function readUrl(text: string): URL {
  const url = new URL(text);
  const [first = '', ...rest] = url.pathname
    .replace(/\/{2,}/g, '/')
    .slice(1)
    .split('/');
  const scope = /^(?:%2f)?(?:subscriptions|providers)%2f/i.test(first) ? first.replace(/%2f/gi, '/') : first;
  url.pathname = `/${[scope, ...rest].join('/')}`.replace(/\/{2,}/g, '/');
  return url;
}
