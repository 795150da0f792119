import type { WrittenFleet } from './fleet-schema.ts';

export interface StarterFleet {
  /** GUIDs. */
  readonly subscriptions: readonly string[];
  /** Ids of the data collection rules of each operating system. */
  readonly rules: { readonly windows: readonly string[]; readonly linux: readonly string[] };
  readonly mode: 'observe' | 'enforce';
}

/**
 * The file a tenant starts with: the two environments of Azure Automanage as profiles, chosen by the tag
 * `environment`; a machine without it counts as production.
 */
export function starterFleet({ subscriptions, rules, mode }: StarterFleet): WrittenFleet {
  return {
    $schema: './fleet.schema.json',
    scope: { subscriptions: [...subscriptions], resourceGroups: [], exclude: { scopes: [] } },
    profiles: [
      {
        name: 'dev-test',
        extends: 'production',
        match: { tags: { environment: ['dev', 'test', 'dev-test'] } },
        // On a machine that comes and goes, an identity that is already there will do.
        onForeignIdentity: 'reuse',
      },
      {
        name: 'production',
        mode,
        identity: { kind: 'builtIn' },
        onForeignIdentity: 'hold',
        ama: { install: true, automaticUpgrade: true },
        dataCollection: {
          rules: [
            ...rules.windows.map((id) => ({ id, os: 'windows' as const })),
            ...rules.linux.map((id) => ({ id, os: 'linux' as const })),
          ],
        },
      },
    ],
  };
}
