/** The app's own place in "Azure": nothing of it is there but what event subscriptions name. */
export const localDeployment = 'local';

/** ARM id of the function that takes events. */
export function eventFunctionOf(subscriptions: readonly string[]): string {
  return `${groupOf(subscriptions)}/providers/Microsoft.Web/sites/amo/functions/resourceEvents`;
}

/** ARM id of the blob container for events that could not be delivered. */
export function deadLettersOf(subscriptions: readonly string[]): string {
  const account = `${groupOf(subscriptions)}/providers/Microsoft.Storage/storageAccounts/amostorage`;
  return `${account}/blobServices/default/containers/dead-letters`;
}

function groupOf([first = '']: readonly string[]): string {
  return `/subscriptions/${first}/resourceGroups/amo`;
}
