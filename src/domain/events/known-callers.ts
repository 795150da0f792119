/**
 * Applications of Microsoft that write to machines by themselves, by the app id in the claims of an event. Sources: the list
 * of first-party applications for the names; that Defender's extensions are written by the first one follows from its
 * policy assignments, no public log shows it. Azure Policy writes by an identity of its assignment, which has no fixed id.
 */
const knownCallers: Readonly<Record<string, string>> = {
  '8edd93e1-2103-40b4-bd70-6e34e586362d': 'Defender for Cloud',
  '6b5b3617-ba00-46f6-8770-1849282a189a': 'Defender for Cloud',
  'bceea168-88ac-4736-95dc-4ce488ffe324': 'Defender for Cloud',
  '81172f0f-5d81-47c7-96f6-49c58b60d192': 'Defender for Cloud (multicloud)',
  '5e5e43d4-54da-4211-86a4-c6e7f3715801': 'automatic extension upgrade of Azure Arc',
  '7319c514-987d-4e9b-ac3d-d38c4f427f4c': 'Azure Kubernetes Service',
};

/** A caller as people read it: its name, where it is a known application, with the id. */
export function describeCaller(id: string): string {
  const name = knownCallers[id.toLowerCase()];
  return name === undefined ? id : `${name} (${id})`;
}
