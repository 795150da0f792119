const prefix = 'AzureFunctionsJobHost__';

/**
 * Lays app settings such as `AzureFunctionsJobHost__extensions__durableTask__hubName` over host.json, as the real
 * host does ("Override host.json values" in the host.json reference). Values stay strings; numbers are read as such.
 */
export function overrideHostJson(hostJson: unknown, settings: Readonly<Record<string, string | undefined>>): unknown {
  let merged = hostJson;
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || !name.toLowerCase().startsWith(prefix.toLowerCase())) continue;
    merged = setAt(merged, name.slice(prefix.length).split('__'), /^\d+$/.test(value) ? Number(value) : value);
  }
  return merged;
}

function setAt(target: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const fields = Object.entries(typeof target === 'object' && target !== null ? target : {});
  const known = fields.find(([field]) => field.toLowerCase() === name.toLowerCase());
  return { ...Object.fromEntries(fields), [known?.[0] ?? name]: setAt(known?.[1], rest, value) };
}
