/** Settings of the person's own shell that would reach into the app, the SDKs or the simulator. */
const foreign =
  /^(AMO_|AZURE_|AzureWebJobs|AzureFunctionsJobHost__|FUNCTIONS_|WEBSITE_|IDENTITY_|MSI_|NODE_EXTRA_CA_CERTS$|NODE_TLS_REJECT_UNAUTHORIZED$|NODE_OPTIONS$|(https?|all)_proxy$)/i;

/** The environment for a process of the local instance: the person's own without such settings, and ours. */
export function childEnvironment(
  own: Readonly<Record<string, string>> = {},
  inherited: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const kept = Object.entries(inherited).flatMap(([name, value]) =>
    value === undefined || foreign.test(name) ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(kept), ...own };
}
