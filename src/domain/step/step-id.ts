/** `installExtension` of `installExtension:AzureMonitorLinuxAgent`: the activity that runs the step. */
export function activityOf(stepId: string): string {
  return stepId.split(':', 1).join('');
}
