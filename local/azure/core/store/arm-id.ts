/** The parts of an ARM id. Casing is kept as given. */
export interface ArmId {
  readonly subscriptionId: string | undefined;
  readonly groupName: string | undefined;
  /** Such as `Microsoft.Compute/virtualMachines/extensions`; `Microsoft.Resources/resourceGroups` for a group. */
  readonly typePath: string;
  /** Names that belong to the type path, such as `vm1/AzureMonitorLinuxAgent`. */
  readonly namePath: string;
  /** The last name. */
  readonly name: string;
}

/** Splits an id; for an extension resource (`.../providers/A/providers/B`) the last provider counts. */
export function parseArmId(id: string): ArmId {
  const parts = id.split('/').filter((part) => part !== '');
  const after = (name: string): string | undefined => {
    const index = parts.findIndex((part) => part.toLowerCase() === name);
    return index === -1 ? undefined : parts[index + 1];
  };
  // `/providers/Microsoft.Management/managementGroups/a/subscriptions/b` is not a resource of the subscription.
  const subscriptionId = parts[0]?.toLowerCase() === 'subscriptions' ? parts[1] : undefined;
  const groupName = after('resourcegroups');
  const provider = parts.findLastIndex((part) => part.toLowerCase() === 'providers');
  if (provider === -1) {
    const typePath =
      groupName === undefined ? 'Microsoft.Resources/subscriptions' : 'Microsoft.Resources/resourceGroups';
    const name = groupName ?? subscriptionId ?? '';
    return { subscriptionId, groupName, typePath, namePath: name, name };
  }
  const types = [parts[provider + 1] ?? ''];
  const names: string[] = [];
  for (let index = provider + 2; index < parts.length; index += 2) {
    types.push(parts[index] ?? '');
    const name = parts[index + 1];
    if (name !== undefined) names.push(name);
  }
  return { subscriptionId, groupName, typePath: types.join('/'), namePath: names.join('/'), name: names.at(-1) ?? '' };
}

/** The id of the resource that contains this one: its parent resource, extended resource or resource group. */
export function parentId(id: string): string {
  const parts = id.split('/');
  const provider = parts.findLastIndex((part) => part.toLowerCase() === 'providers');
  const isTopLevel = provider !== -1 && parts.length - provider <= 4;
  return parts.slice(0, isTopLevel ? provider : -2).join('/');
}

export function sameId(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
