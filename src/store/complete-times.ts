interface Times {
  readonly since: string | undefined;
  readonly firstSeenAt: string | undefined;
  readonly lastLookAt: string | undefined;
}

const unknown = new Date(0).toISOString();

/**
 * The times that every record has, where a row lacks them: the nearest that it knows. First seen is rather too late
 * than too early, for a machine made long before it is not new.
 */
export function completeTimes({ since, firstSeenAt, lastLookAt }: Times): {
  readonly since: string;
  readonly firstSeenAt: string;
} {
  const changed = since ?? lastLookAt ?? firstSeenAt ?? unknown;
  return { since: changed, firstSeenAt: firstSeenAt ?? changed };
}
