const kibibytes = 64;

/** The largest body of a request that is read, in bytes and in words. */
export const bodyLimit = { bytes: kibibytes * 1_024, text: `${kibibytes} KiB` } as const;
