import { errorText } from './error-text.ts';

/** Reason and Details of a TaskFailed event; the orchestrator sees `<reason> \n <details>`. */
export interface ActivityFailure {
  readonly reason: string;
  readonly details: string;
}

/**
 * What the extension makes of a throwing activity (recorded from extension 3.15): the worker's text with a leading
 * space, cut at "\nStack:", and a serialised .NET exception around it. The .NET stacks are left out.
 */
export function activityFailure(name: string, error: unknown): ActivityFailure {
  const remoteMessage = errorText(error);
  const remoteStack = error instanceof Error ? (error.stack ?? '') : '';
  const [shown = ''] = remoteMessage.split('\nStack:');
  const details = {
    $type: 'System.Exception, System.Private.CoreLib',
    ClassName: 'System.Exception',
    Message: ` ${shown}`,
    Data: null,
    InnerException: {
      $type: 'Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException, Microsoft.Azure.WebJobs.Script',
      IsUserException: false,
      RemoteStackTrace: remoteStack,
      RemoteMessage: remoteMessage,
      Message: `Result: Failure\nException: ${remoteMessage}\nStack: ${remoteStack}`,
    },
    HResult: -2146233088,
  };
  return { reason: `Activity function '${name}' failed:  ${shown}`, details: JSON.stringify(details) };
}
