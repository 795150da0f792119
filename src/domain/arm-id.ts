/** An ARM id as it is usually written, case kept: no spaces around it, one slash before it and none behind it. */
export function tidyArmId(id: string): string {
  const inner = id.trim().replace(/^\/+/, '').replace(/\/+$/, '');
  return inner === '' ? '' : `/${inner}`;
}

/** The one form in which ARM ids are compared: ARM takes them in any case, and services write them differently. */
export function comparableArmId(id: string): string {
  return tidyArmId(id).toLowerCase();
}

/** The GUID of the subscription that an ARM id lies in, lower-case; empty where it lies in none. */
export function subscriptionOfId(id: string): string {
  return id.split('/')[2]?.toLowerCase() ?? '';
}
