import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { StoredResource } from '../../azure/core/store/resource-collection.ts';
import type { Subscription } from '../../azure/core/store/subscription.ts';
import type { LocalAzure } from '../../azure/local-azure.ts';
import type { ManagementGroup } from '../../azure/management/management-groups.ts';

interface Snapshot {
  /** In the order in which the simulator makes its collections. */
  readonly collections: readonly (readonly StoredResource[])[];
  readonly subscriptions: readonly Subscription[];
  readonly managementGroups: readonly ManagementGroup[];
}

/** Writes every resource as it is. Nothing may be under way: an operation is not kept. */
export function saveAzure(azure: LocalAzure, file: string): void {
  const { collections, subscriptions, managementGroups } = azure.context;
  const snapshot: Snapshot = {
    collections: collections.map((collection) =>
      collection.all().map((resource) => ({ ...resource, operation: undefined })),
    ),
    subscriptions: [...subscriptions.values()],
    managementGroups: managementGroups.all(),
  };
  writeFileSync(`${file}.new`, serialize(snapshot), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Puts back what was saved, in place of what is there. Throws when the file is of another version of the simulator. */
export function restoreAzure(azure: LocalAzure, file: string): void {
  const { collections, subscriptions, managementGroups } = azure.context;
  const saved: Snapshot = deserialize(readFileSync(file));
  if (saved.collections.length !== collections.length) {
    throw new Error(`${file} was written by another version: start without --keep.`);
  }
  for (const [index, collection] of collections.entries()) {
    collection.clear();
    for (const resource of saved.collections[index] ?? []) collection.set(resource);
  }
  managementGroups.clear();
  for (const group of saved.managementGroups) managementGroups.set(group);
  subscriptions.clear();
  for (const subscription of saved.subscriptions) subscriptions.set(subscription.id.toLowerCase(), subscription);
}
