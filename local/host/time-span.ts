/** Reads a .NET time span of the form `hh:mm:ss` into milliseconds; undefined when it is none. */
export function parseTimeSpan(text: string): number | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d)$/.exec(text) ?? [];
  return hours === undefined ? undefined : (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}
