/** The Azure clouds, by the names that Azure's own tools use (`az cloud list`). */
export const cloudNames = ['AzureCloud', 'AzureUSGovernment', 'AzureChinaCloud'] as const;
export type CloudName = (typeof cloudNames)[number];
