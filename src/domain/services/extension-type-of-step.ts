const extensionActivities = ['installExtension', 'removeExtension'];

/**
 * The handler type that an extension step writes or removes (`AzureMonitorLinuxAgent`); undefined for other steps. Only
 * extensions of our own making are removed, and those are named after their type.
 */
export function extensionTypeOfStep(stepId: string): string | undefined {
  const [activity = '', type] = stepId.split(':', 2);
  return extensionActivities.includes(activity) && type !== '' ? type : undefined;
}
