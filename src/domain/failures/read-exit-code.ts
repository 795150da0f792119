const patterns = [
  // Instance view status: ProvisioningState/failed/51
  /ProvisioningState\/failed\/(\d{1,5})\b/i,
  // Guest agents: "Non-zero exit code: 51", Arc: "non-zero exit code for Install: 64", AMA: "failed with exit code 51"
  /exit code(?: for \w+)?\s*[:=]?\s*'?(\d{1,5})\b/i,
  // Compute: "with terminal error code '1009'"
  /terminal error code '(\d{1,5})'/i,
];

/** The exit code of an extension's handler, where a status code or message tells it; 0 is no failure and not told. */
export function readExitCode(text: string): number | undefined {
  for (const pattern of patterns) {
    const code = Number(pattern.exec(text)?.[1] ?? 0);
    if (code > 0) return code;
  }
  return undefined;
}
