/** What the URLs of the durable webhook are made of. */
export interface DurableUrlParts {
  /** Such as `http://127.0.0.1:7071/runtime/webhooks/durabletask`, without a slash at the end. */
  readonly base: string;
  /** `taskHub=...&connection=Storage&code=...`, or empty. */
  readonly query: string;
}

/** The management URLs of one instance, as the extension answers a start. */
export function managementUrls(instanceId: string, parts: DurableUrlParts): Readonly<Record<string, string>> {
  const instance = `${parts.base}/instances/${encodeInstanceId(instanceId)}`;
  const withQuery = (path: string, query = ''): string =>
    `${instance}${path}?${[query, parts.query].filter((part) => part !== '').join('&')}`;
  return {
    id: instanceId,
    statusQueryGetUri: withQuery(''),
    sendEventPostUri: withQuery('/raiseEvent/{eventName}'),
    terminatePostUri: withQuery('/terminate', 'reason={text}'),
    purgeHistoryDeleteUri: withQuery(''),
    restartPostUri: withQuery('/restart'),
    suspendPostUri: withQuery('/suspend', 'reason={text}'),
    resumePostUri: withQuery('/resume', 'reason={text}'),
  };
}

/** As .NET's form encoding: a space is "+". */
function encodeInstanceId(instanceId: string): string {
  return encodeURIComponent(instanceId).replaceAll('%20', '+');
}
